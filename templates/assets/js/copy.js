/* The copy sheet: a button for each text. Without scripts the texts are selected by hand. */
(function () {
  "use strict";

  function select(field) {
    field.focus({ preventScroll: true });
    field.select();
    return document.execCommand("copy");
  }

  function copy(field) {
    if (!navigator.clipboard) {
      return Promise.resolve(select(field));
    }
    return navigator.clipboard.writeText(field.value).then(
      function () { return true; },
      function () { return select(field); }
    );
  }

  document.querySelectorAll("[data-cf-copy]").forEach(function (button) {
    var field = document.getElementById(button.dataset.cfCopy);
    var done = button.parentNode.querySelector("[role=status]");
    button.hidden = false;
    button.addEventListener("click", function () {
      copy(field).then(function (worked) {
        done.textContent = worked ? "Copied." : "Press Ctrl+C (on a Mac: Cmd+C) to copy the text.";
      });
    });
  });
})();
