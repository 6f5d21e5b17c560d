// Asks once a minute, while somebody looks, whether something has become due.
const REMIND_EVERY = 60000

customElements.define("remind-me", class extends HTMLElement {
  #timer
  #asked = 0

  connectedCallback() {
    this.#timer = setInterval(this.#look, REMIND_EVERY)
    document.addEventListener("visibilitychange", this.#look)
    setTimeout(this.#look, 4000) // the page itself comes first
  }

  disconnectedCallback() {
    clearInterval(this.#timer)
    document.removeEventListener("visibilitychange", this.#look)
  }

  #look = async () => {
    if (!this.isConnected || document.hidden || Date.now() - this.#asked < REMIND_EVERY / 2) return
    this.#asked = Date.now()
    const headers = JSON.parse(document.body.getAttribute("hx-headers") ?? "{}")
    const answer = await fetch(this.dataset.url, { method: "POST", headers }).catch(() => null)
    if (answer?.redirected) clearInterval(this.#timer) // signed out
    else if (answer?.status === 200) this.#show(await answer.text())
  }

  #show(html) {
    const toasts = document.getElementById("toasts")
    toasts?.insertAdjacentHTML("beforeend", html)
    if (toasts) htmx.process(toasts)
  }
})
