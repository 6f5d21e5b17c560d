// Draw a signature with a pointer; the typed name is enough without. The path goes into a hidden input.
customElements.define("sign-pad", class extends HTMLElement {
  #isDown = false

  connectedCallback() {
    this.addEventListener("pointerdown", this.#begin)
    this.addEventListener("pointermove", this.#draw)
    this.addEventListener("pointerup", this.#end)
    this.addEventListener("pointercancel", this.#end)
    this.querySelector("[data-clear]").addEventListener("click", () => this.#ink(""))
  }

  #begin = (event) => {
    if (event.target.closest("button")) return
    event.preventDefault()
    this.#isDown = true
    this.setPointerCapture(event.pointerId)
    this.#ink(`${this.kept.value}M${this.#at(event)}`)
  }

  #draw = (event) => { if (this.#isDown) this.#ink(`${this.kept.value}L${this.#at(event)}`) }

  #end = () => { this.#isDown = false }

  #at(event) {
    const box = this.querySelector("svg").getBoundingClientRect()
    const on = (part, whole, most) => Math.max(0, Math.min(most, (part / whole) * most)).toFixed(1)
    return `${on(event.clientX - box.left, box.width, 360)} ${on(event.clientY - box.top, box.height, 116)}`
  }

  #ink(path) {
    if (path.length > 19_000) return
    this.kept.value = path
    this.querySelector("[data-ink]").setAttribute("d", path)
  }

  get kept() { return this.querySelector("input") }
})
