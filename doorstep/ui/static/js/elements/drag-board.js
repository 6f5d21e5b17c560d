// Cards move to another lane by dragging, or with the arrow keys; the server has the last word.
customElements.define("drag-board", class extends HTMLElement {
  #card = null

  connectedCallback() {
    this.addEventListener("dragstart", this.#start)
    this.addEventListener("dragover", this.#over)
    this.addEventListener("drop", this.#drop)
    this.addEventListener("dragend", this.#end)
    this.addEventListener("keydown", this.#key)
  }

  #start = (event) => {
    this.#card = event.target.closest(".deal")
    this.#card?.classList.add("is-drag")
    event.dataTransfer.effectAllowed = "move"
  }

  #over = (event) => {
    const lane = event.target.closest(".col")
    if (!this.#card || !lane) return
    event.preventDefault()
    this.querySelectorAll(".col.is-over").forEach((other) => other.classList.remove("is-over"))
    lane.classList.add("is-over")
  }

  #drop = (event) => {
    event.preventDefault()
    const lane = event.target.closest(".col")
    if (this.#card && lane && lane !== this.#card.closest(".col")) this.#move(this.#card, lane)
  }

  #end = () => {
    this.#card?.classList.remove("is-drag")
    this.querySelectorAll(".col.is-over").forEach((lane) => lane.classList.remove("is-over"))
    this.#card = null
  }

  #key = (event) => {
    const card = event.target.closest(".deal")
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (event.key === "Enter" && event.target === card) card.querySelector("a").click()
    if (!card || !step) return
    event.preventDefault()
    const lanes = [...this.querySelectorAll(".col")]
    const lane = lanes[lanes.indexOf(card.closest(".col")) + step]
    if (lane) this.#move(card, lane)
  }

  // At once; the answer confirms it, or the card goes back to where it was.
  async #move(card, lane) {
    const url = card.dataset.move
    const values = { to: lane.dataset.value, was: card.closest(".col").dataset.value, query: this.dataset.query }
    const place = document.createComment("")
    card.before(place)
    lane.querySelector(".col__list").prepend(card)
    card.ariaBusy = "true"
    await htmx.ajax("POST", url, { source: this, target: "#board", swap: "outerHTML", values })
    if (place.isConnected) place.replaceWith(card)
    card.ariaBusy = "false"
    document.querySelector(`[data-move="${url}"]`)?.focus()
  }
})
