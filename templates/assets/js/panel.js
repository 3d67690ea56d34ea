/* The panel of a draft stays open or closed while its pages are read and built again. */
(function () {
  "use strict";

  var panel = document.querySelector("[data-cf-panel]");
  if (!panel) { return; }
  try {
    panel.open = sessionStorage.getItem("credfolio-panel") === "open";
    panel.addEventListener("toggle", function () {
      sessionStorage.setItem("credfolio-panel", panel.open ? "open" : "closed");
    });
  } catch (error) { /* this browser keeps nothing: the panel begins closed */ }
})();
