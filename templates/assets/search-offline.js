// Browsers start no worker from a disk. There, the search's worker runs in a hidden frame of the
// page, so that a portfolio can be searched as it lies in a folder, with nothing fetched.
(function () {
  "use strict";
  if (location.protocol !== "file:") return;

  function load(frame, address) {
    return new Promise(function (done, failed) {
      var script = frame.contentDocument.createElement("script");
      script.onload = done;
      script.onerror = failed;
      script.src = new URL(address, location.href).href;
      frame.contentDocument.head.appendChild(script);
    });
  }

  class FrameWorker extends EventTarget {
    constructor(address) {
      super();
      var worker = this;
      var frame = document.createElement("iframe");
      frame.hidden = true;
      frame.title = "Search";
      document.body.appendChild(frame);
      var inside = frame.contentWindow;
      inside.postMessage = function (message) {
        worker.dispatchEvent(new MessageEvent("message", { data: message }));
      };
      inside.importScripts = function () {
        return Array.prototype.reduce.call(
          arguments,
          function (before, next) {
            return before.then(function () { return load(frame, next); });
          },
          Promise.resolve()
        );
      };
      this.inside = inside;
      this.frame = frame;
      this.ready = load(frame, address);
    }

    postMessage(message) {
      var inside = this.inside;
      this.ready.then(function () {
        inside.dispatchEvent(new MessageEvent("message", { data: message }));
      });
    }

    terminate() {
      this.frame.remove();
    }
  }

  // The search's worker looks for this name to find its language files.
  window.IFrameWorker = FrameWorker;
  window.Worker = FrameWorker;
})();
