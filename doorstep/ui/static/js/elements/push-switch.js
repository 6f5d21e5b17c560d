// Asks the browser to take messages, and posts what it answers with its form.
customElements.define("push-switch", class extends HTMLElement {
  connectedCallback() {
    this.hidden = !("serviceWorker" in navigator && "PushManager" in window)
    this.addEventListener("submit", this.#ask)
  }

  #ask = async (event) => {
    const form = event.target
    if (form.elements.subscription.value) return
    event.preventDefault()
    try {
      form.elements.subscription.value = JSON.stringify(await this.#subscribed())
      form.requestSubmit()
    } catch {
      const place = this.querySelector("[role=alert]")
      place.textContent = this.dataset.denied
      place.hidden = false
    }
  }

  async #subscribed() {
    if ((await Notification.requestPermission()) !== "granted") throw new Error("denied")
    const worker = await navigator.serviceWorker.register(this.dataset.worker)
    await navigator.serviceWorker.ready
    const old = await worker.pushManager.getSubscription()
    await old?.unsubscribe() // it may have been made for another key
    return worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: this.dataset.key })
  }
})
