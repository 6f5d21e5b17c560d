/* Shares a payment out over open invoices: the oldest first, until somebody says otherwise. */
const number = (text) => Number(String(text).trim().replace(",", ".")) || 0;

class SharePayment extends HTMLElement {
  connectedCallback() {
    this.amount = this.querySelector("[name=amount]");
    this.sums = this.querySelector("[data-sums]");
    this.keep = this.querySelector("[data-keep]");
    if (!this.amount || !this.sums) return;
    this.sums.hidden = this.keep.hidden = false;
    this.touched = this.shares().some((each) => each.value);
    this.addEventListener("input", (event) => this.typed(event.target));
    this.addEventListener("click", (event) => this.pressed(event));
    this.count();
  }

  shares() {
    return [...this.querySelectorAll("[data-open]")];
  }

  typed(field) {
    if (field.dataset.open) this.touched = true;
    else if (field === this.amount && !this.touched) this.share();
    this.count();
  }

  pressed(event) {
    if (event.target.closest("[data-oldest]")) {
      event.preventDefault();
      this.touched = false;
      this.share();
      this.count();
    } else if (event.target.closest("[data-keep]")) {
      this.touched = true;
      for (const each of this.shares()) each.value = "";
      this.count();
    }
  }

  share() {
    let left = Math.round(number(this.amount.value) * 100);
    for (const each of this.shares()) {
      const part = Math.min(left, Math.round(number(each.dataset.open) * 100));
      each.value = part > 0 ? (part / 100).toFixed(2) : "";
      left -= Math.max(part, 0);
    }
  }

  count() {
    const cents = (value) => Math.round(number(value) * 100);
    const received = cents(this.amount.value);
    const used = this.shares().reduce((sum, each) => sum + cents(each.value), 0);
    const show = (name, value) => {
      const text = (value / 100).toLocaleString(document.documentElement.lang, { minimumFractionDigits: 2 });
      this.sums.querySelector(`[data-${name}]`).textContent = text;
    };
    show("received", received);
    show("used", used);
    show("rest", received - used);
    this.sums.classList.toggle("is-over", used > received);
    for (const each of this.shares()) {
      const over = cents(each.value) > cents(each.dataset.open) || used > received;
      if (over && each.value) each.setAttribute("aria-invalid", "true");
      else each.removeAttribute("aria-invalid");
    }
  }
}

customElements.define("share-payment", SharePayment);
