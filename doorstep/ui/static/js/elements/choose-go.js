// Its form is sent as soon as something is chosen; the button is for those without script.
customElements.define("choose-go", class extends HTMLElement {
  connectedCallback() {
    this.classList.add("contents")
    this.querySelector("button").hidden = true
    this.addEventListener("change", () => this.closest("form").requestSubmit())
  }
})
