// A button that prints the page it stands on.
customElements.define("print-page", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", () => window.print())
  }
})
