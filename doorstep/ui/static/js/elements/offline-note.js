// When a page cannot be fetched: says so, and tries again when the connection is back. What fails in
// the background is only a toast. Both come with the page, because then nothing can be fetched.
customElements.define("offline-note", class extends HTMLElement {
  #wanted = ""

  connectedCallback() {
    document.addEventListener("htmx:sendError", this.#away)
    addEventListener("online", this.#back)
    this.addEventListener("click", this.#click)
  }

  disconnectedCallback() {
    document.removeEventListener("htmx:sendError", this.#away)
    removeEventListener("online", this.#back)
  }

  #away = (event) => {
    const asked = event.detail.requestConfig
    if (event.detail.boosted && asked?.verb === "get") this.#show(asked.path)
    else this.#mention()
  }

  #show(path) {
    this.#wanted = path
    this.querySelector("[data-since]").textContent = new Date().toLocaleTimeString([], { timeStyle: "short" })
    if (!this.#dialog.open) this.#dialog.showModal()
  }

  #mention() {
    const toasts = document.getElementById("toasts")
    if (toasts?.querySelector("[data-offline]")) return
    toasts?.append(this.querySelector("template").content.cloneNode(true))
  }

  #back = () => {
    if (this.#wanted) location.assign(this.#wanted)
  }

  #click = (event) => {
    if (event.target.closest("[data-retry]")) this.#back()
    if (event.target.closest("[data-stay]")) this.#dialog.close()
  }

  get #dialog() {
    return this.querySelector("dialog")
  }
})
