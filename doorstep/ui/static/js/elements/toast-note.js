// Goes after eight seconds, but not while someone looks at it; a reminder stays until it is dismissed.
const SHOWN_FOR = 8000

customElements.define("toast-note", class extends HTMLElement {
  #timer

  connectedCallback() {
    this.#wait()
    this.addEventListener("pointerenter", this.#stay)
    this.addEventListener("focusin", this.#stay)
    this.addEventListener("pointerleave", this.#wait)
    this.addEventListener("focusout", this.#wait)
    this.addEventListener("click", (event) => event.target.closest("button[data-dismiss]") && this.remove())
  }

  disconnectedCallback() {
    clearTimeout(this.#timer)
  }

  #stay = () => {
    clearTimeout(this.#timer)
    this.classList.add("is-held")
  }

  #wait = () => {
    clearTimeout(this.#timer)
    this.classList.remove("is-held")
    if (!("stays" in this.dataset)) this.#timer = setTimeout(() => this.remove(), SHOWN_FOR)
  }
})
