// The board on a phone: one stage at a time; the buttons above and a swipe change it.
const FAR = 70

customElements.define("stage-switch", class extends HTMLElement {
  #from = 0

  connectedCallback() {
    this.addEventListener("click", (event) => {
      const button = event.target.closest(".stagebar__b")
      if (button) this.#show(this.#buttons.indexOf(button))
    })
    this.addEventListener("touchstart", (event) => (this.#from = event.touches[0].clientX), { passive: true })
    this.addEventListener("touchend", this.#swipe)
    this.#show(this.#at)
  }

  #swipe = (event) => {
    const moved = event.changedTouches[0].clientX - this.#from
    if (Math.abs(moved) > FAR) this.#show(this.#at + (moved < 0 ? 1 : -1))
  }

  #show(wanted) {
    const buttons = this.#buttons
    const at = Math.min(buttons.length - 1, Math.max(0, wanted))
    buttons.forEach((button, index) => button.setAttribute("aria-pressed", index === at))
    this.querySelectorAll(".col").forEach((lane, index) => lane.classList.toggle("is-shown", index === at))
    buttons[at]?.scrollIntoView({ block: "nearest", inline: "center" })
  }

  get #buttons() {
    return [...this.querySelectorAll(".stagebar__b")]
  }

  get #at() {
    return Math.max(0, this.#buttons.findIndex((button) => button.ariaPressed === "true"))
  }
})
