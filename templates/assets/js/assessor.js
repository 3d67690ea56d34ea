/* The assessor's sheet: keeps what is entered in this browser, exports it, prints it. */
(function () {
  "use strict";

  var form = document.querySelector("[data-cf-sheet]");
  if (!form) { return; }
  var key = "credfolio-sheet-" + form.dataset.cfSheet;
  var state = form.querySelector("[role=status]");

  function say(text) { state.textContent = text; }

  function entries() {
    var found = {};
    new FormData(form).forEach(function (value, name) {
      if (value) { found[name] = value; }
    });
    return found;
  }

  function keep() {
    try {
      localStorage.setItem(key, JSON.stringify(entries()));
      say("Kept in this browser.");
    } catch (error) {
      say("This browser keeps nothing: export or print before you close the page.");
    }
  }

  function kept() {
    try {
      return JSON.parse(localStorage.getItem(key)) || {};
    } catch (error) {
      return {};
    }
  }

  function fill(values) {
    Array.prototype.forEach.call(form.elements, function (field) {
      if (!(field.name in values)) { return; }
      if (field.type === "radio") {
        field.checked = field.value === values[field.name];
      } else {
        field.value = values[field.name];
      }
    });
  }

  function record() {
    var values = entries();
    var verdicts = {};
    var comments = {};
    Object.keys(values).forEach(function (name) {
      if (name.indexOf("verdict-") === 0) { verdicts[name.slice(8)] = values[name]; }
      if (name.indexOf("comment-") === 0) { comments[name.slice(8)] = values[name]; }
    });
    return {
      schema: "credfolio.assessment/1",
      credential: form.dataset.cfCredential,
      portfolio: form.dataset.cfSheet,
      exported: new Date().toISOString(),
      assessor: values.assessor || null,
      verdicts: verdicts,
      comments: comments
    };
  }

  function open() {
    var asked = {};
    form.querySelectorAll("input[type=radio]").forEach(function (field) {
      asked[field.name] = asked[field.name] || field.checked;
    });
    var names = Object.keys(asked);
    var left = names.filter(function (name) { return !asked[name]; }).length;
    return left ? " " + left + " of " + names.length + " verdicts are still open." : "";
  }

  function save() {
    var blob = new Blob([JSON.stringify(record(), null, 2) + "\n"], { type: "application/json" });
    var link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = "assessment-" + form.dataset.cfSheet.slice(0, 8) + ".json";
    document.body.appendChild(link);
    link.click();
    link.remove();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 1000);
    say("Exported as " + link.download + "." + open());
  }

  function clear() {
    if (!window.confirm("Clear all that you entered on this sheet?")) { return; }
    form.reset();
    try { localStorage.removeItem(key); } catch (error) { /* nothing was kept */ }
    say("Cleared.");
  }

  // A text box prints only what it shows: on paper its words stand in a paragraph instead.
  function spread() {
    form.querySelectorAll("textarea").forEach(function (field) {
      var words = field.nextElementSibling || field.parentNode.appendChild(
        document.createElement("span"));
      words.className = "cf-sheet-words";
      words.textContent = field.value;
    });
  }

  fill(kept());
  window.addEventListener("beforeprint", spread);
  form.addEventListener("input", keep);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.querySelector("[data-cf-export]").addEventListener("click", save);
  form.querySelector("[data-cf-print]").addEventListener("click", function () { window.print(); });
  form.querySelector("[data-cf-clear]").addEventListener("click", clear);
  form.querySelector(".cf-sheet-tools").hidden = false;
})();
