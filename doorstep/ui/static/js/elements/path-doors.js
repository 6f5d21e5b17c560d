// The doors of a relationship: on narrow screens the one that is lit comes into view.
customElements.define("path-doors", class extends HTMLElement {
  connectedCallback() {
    const step = this.querySelector("[aria-current]")
    if (step && this.scrollWidth > this.clientWidth) this.scrollLeft = step.offsetLeft - this.offsetLeft - 48
  }
})
