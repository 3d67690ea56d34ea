// A recording beside its transcript: a turn's button plays it, the turn that plays is marked, what
// is said is the captions, and turns can be chosen by condition. Without this script the page has
// links that open the recording at the same places, and shows every turn.
(function () {
  "use strict";

  var CAPTION = 84; // characters of one caption: two lines

  function all(inside, what) {
    return Array.prototype.slice.call(inside.querySelectorAll(what));
  }

  function ready(work) {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", work);
    else work();
  }

  // --- what plays ---

  function places(talk) {
    return all(talk, "[data-cf-at]").map(function (element) {
      return {
        element: element,
        at: Number(element.dataset.cfAt),
        until: Number(element.dataset.cfUntil) || Infinity,
        moment: element.classList.contains("cf-moment"),
        button: element.querySelector(".cf-play"),
      };
    });
  }

  // Of the places that have begun the latest; of several at one time the one that was chosen.
  function playing(found, time, chosen) {
    var best = null;
    found.forEach(function (place) {
      if (place.at > time + 0.05 || (place.moment && time >= place.until)) return;
      if (!best || place.at > best.at || (place.at === best.at && place === chosen)) best = place;
    });
    return best;
  }

  function said(element) {
    var words = element.querySelector(".cf-said").cloneNode(true);
    all(words, ".cf-tag").forEach(function (tag) { tag.remove(); });
    return words.textContent.trim().split(/\s+/);
  }

  function lines(words) {
    var found = [];
    words.forEach(function (word) {
      var last = found.length - 1;
      if (last >= 0 && (found[last] + " " + word).length <= CAPTION) found[last] += " " + word;
      else found.push(word);
    });
    return found;
  }

  // What is said in a turn, line by line over the time that it takes.
  function caption(media, turns) {
    var track = media.addTextTrack("captions", "Transcript", document.documentElement.lang);
    turns.forEach(function (turn, n) {
      var words = said(turn.element);
      var next = turns.slice(n + 1).find(function (later) { return later.at > turn.at; });
      var end = Math.min(turn.until, next ? next.at : Infinity, turn.at + 5 + words.length);
      var speaker = turn.element.querySelector(".cf-speaker").textContent;
      var rows = lines([speaker + ":"].concat(words));
      var length = rows.join("").length;
      var from = turn.at;
      rows.forEach(function (row) {
        var to = from + ((end - turn.at) * row.length) / length;
        // A cue that ends just where a reader goes to would stay.
        if (to - 0.01 > from) track.addCue(new VTTCue(from, to - 0.01, row));
        from = to;
      });
    });
    track.mode = media.tagName === "VIDEO" ? "showing" : "hidden";
  }

  function play(talk, media) {
    var found = places(talk);
    var turns = found.filter(function (place) { return !place.moment; });
    var heads = all(talk, ".cf-strips[data-cf-length]");
    var status = talk.querySelector(".cf-player-status");
    var follow = talk.querySelector(".cf-follow input");
    var chosen = null;
    var current = null;
    var touched = false;

    function mark() {
      if (!touched) return;
      var now = playing(found, media.currentTime, chosen);
      move(media.currentTime);
      stop();
      if (now === current) return;
      if (current) current.element.removeAttribute("aria-current");
      current = now;
      if (!now) return;
      now.element.setAttribute("aria-current", "true");
      if (follow.checked) show(now.element);
    }

    function move(time) {
      heads.forEach(function (strip) {
        var shown = strip.dataset;
        var share = (time + Number(shown.cfShift) - Number(shown.cfBegin)) / Number(shown.cfLength);
        all(strip, ".cf-playhead").forEach(function (line) {
          line.setAttribute("x1", share * 100 + "%");
          line.setAttribute("x2", share * 100 + "%");
          line.classList.add("cf-is-on");
        });
      });
    }

    // A moment that was chosen ends where its author says that it ends.
    function stop() {
      if (!chosen || !chosen.moment || media.currentTime < chosen.until) return;
      media.pause();
      chosen = null;
    }

    // Whoever goes elsewhere by the player's own controls is not held up at the moment's end.
    function leave() {
      var time = media.currentTime;
      if (chosen && (time < chosen.at - 0.5 || time > chosen.until)) chosen = null;
    }

    function show(element) {
      var still = matchMedia("(prefers-reduced-motion: reduce)").matches;
      element.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
    }

    function fail() {
      status.textContent =
        "This browser can't play the recording. Open the file itself, or in a media program.";
      use(false);
    }

    // Some web hosts send a file only from its beginning.
    function reach(place) {
      var reachable = media.seekable;
      if (!media.readyState) {
        media.addEventListener("loadedmetadata", function () { reach(place); }, { once: true });
      } else if (place.at && (!reachable.length || !reachable.end(reachable.length - 1))) {
        status.textContent =
          "This web host sends the recording only from its beginning. Open the file itself.";
      }
    }

    function use(script) {
      talk.classList.toggle("cf-live", script);
      all(talk, ".cf-follow, .cf-keys").forEach(function (part) { part.hidden = !script; });
      found.forEach(function (place) {
        place.button.hidden = !script;
        place.button.previousElementSibling.hidden = script;
      });
    }

    found.forEach(function (place) {
      place.button.addEventListener("click", function () {
        chosen = place;
        touched = true;
        media.currentTime = place.at;
        var begun = media.play();
        if (begun) begun.catch(function () {});
        reach(place);
        mark();
      });
    });
    ["timeupdate", "seeked", "play"].forEach(function (name) {
      media.addEventListener(name, function () {
        touched = touched || name !== "timeupdate";
        mark();
      });
    });
    media.addEventListener("seeking", leave);
    media.addEventListener("play", function () {
      all(document, ".cf-media").forEach(function (other) { if (other !== media) other.pause(); });
    });
    media.addEventListener("error", fail);
    talk.addEventListener("keydown", function (event) { steer(event, talk, media); });
    if (turns.length) caption(media, turns);
    use(true);
    if (media.error) fail();
    stick(talk);
  }

  // Only while a time has the focus: no key of the page or of a reader's own tools is taken.
  function steer(event, talk, media) {
    if (event.key === "Escape" && !media.paused) media.pause();
    if (!event.target.classList.contains("cf-play")) return;
    var buttons = all(talk, ".cf-play").filter(function (b) { return b.offsetParent; });
    var at = buttons.indexOf(event.target);
    var to = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
    if (to === undefined || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (buttons[to]) buttons[to].focus();
  }

  // The player stays in view; what a link or the focus leads to comes to stand below it.
  function stick(talk) {
    var player = talk.querySelector(".cf-player");
    new ResizeObserver(function () {
      talk.style.setProperty("--cf-stuck", player.offsetHeight + "px");
    }).observe(player);
  }

  // --- which turns are shown ---

  function choose(talk) {
    var boxes = all(talk, ".cf-filter input");
    var status = talk.querySelector(".cf-filter-status");
    var every = talk.querySelector(".cf-all");
    var turns = all(talk, ".cf-turn");
    var styles = boxes.map(function (box) { return box.dataset.cfStyle; });

    function apply() {
      var on = boxes.filter(function (box) { return box.checked; });
      var wanted = on.map(function (box) { return box.value; });
      var kept = 0;
      turns.forEach(function (turn) {
        var own = (turn.dataset.cfConditions || "").split(" ");
        var show = !on.length || wanted.some(function (id) { return own.indexOf(id) >= 0; });
        turn.classList.toggle("cf-out", !show);
        kept += show;
      });
      all(talk, ".cf-introduction").forEach(function (text) {
        text.classList.toggle("cf-out", on.length > 0);
      });
      styles.forEach(function (style, n) {
        all(talk, ".cf-turns ." + style).forEach(function (mark) {
          mark.classList.toggle("cf-off", on.length > 0 && !boxes[n].checked);
        });
      });
      every.hidden = !on.length;
      status.textContent = on.length ? kept + " of " + turns.length + " turns are shown." : "";
    }

    function clear() {
      boxes.forEach(function (box) { box.checked = false; });
      apply();
      if (status.textContent === "") status.textContent = "Every turn is shown.";
    }

    // A link to a turn that is not shown shows it.
    function reveal() {
      var target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (!target || !target.closest(".cf-out")) return;
      clear();
      target.scrollIntoView();
    }

    boxes.forEach(function (box) { box.addEventListener("change", apply); });
    every.addEventListener("click", function () {
      clear();
      boxes[0].focus();
    });
    window.addEventListener("hashchange", reveal);
    talk.querySelector(".cf-filter").hidden = false;
    apply(); // a browser may keep what was ticked before
  }

  ready(function () {
    all(document, ".cf-talk").forEach(function (talk) {
      var media = talk.querySelector(".cf-media");
      if (media) play(talk, media);
      if (talk.querySelector(".cf-filter input")) choose(talk);
    });
  });
})();
