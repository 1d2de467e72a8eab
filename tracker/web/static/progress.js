// The extension for streams may come after htmx has looked through the page: then this has it look again.
addEventListener("DOMContentLoaded", () => htmx.process(document.querySelector(".progress")));
