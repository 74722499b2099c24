"""The back end of a shop that sells through Cartwright, with Python's standard library only.

    python3 shop.py [http://127.0.0.1:8000]

It sells two units, fails to sell what is not there, and cancels the sale. Each step survives a lost answer and a busy
shop: a call keeps its Idempotency-Key over its retries, so that it takes effect once. A shop that asks for credentials
gets the key in the variable CARTWRIGHT_KEY.
"""

import http.client
import json
import os
import random
import sys
import time
import urllib.error
import urllib.request
import uuid

TRIES_MAX = 8
PATIENCE_SECONDS = 60
PAUSE_MAX_SECONDS = 5
ANSWER_SECONDS = 15
OUTCOME_SECONDS = 10


class Rejected(Exception):
    """The shop's answer is no. The code is stable; docs/errors has a page for each."""

    def __init__(self, status, problem):
        self.code = problem.get("code", f"status-{status}")
        super().__init__(f"{self.code}: {problem.get('detail', '')}")


class Unavailable(Exception):
    """No final answer came in time. A later call of the action with this key finds the outcome."""

    def __init__(self, call, key):
        self.key = key
        super().__init__(f"{call} has no final answer yet.")


class Shop:
    def __init__(self, url, credentials=None):
        self._url = url.rstrip("/")
        self._headers = {"Accept": "application/json"}
        if credentials:
            self._headers["Authorization"] = f"Bearer {credentials}"

    def get(self, path):
        return self._repeat("GET", path, {})

    def post(self, path, key=None, wait=None):
        """An action. Without a key of the caller it gets one, and keeps it over its retries."""
        headers = {"Idempotency-Key": key or str(uuid.uuid4())}
        if wait:
            headers["Prefer"] = f"wait={wait}"
        return self._repeat("POST", path, headers)

    def _repeat(self, method, path, headers):
        until = time.monotonic() + PATIENCE_SECONDS
        for attempt in range(TRIES_MAX):
            status, answer, retry_after = self._try_once(method, path, headers)
            if status in (200, 204):
                return answer
            if not is_temporary(status, answer):
                raise Rejected(status, answer)
            pause = retry_after or random.uniform(0.5, 1) * min(0.2 * 2**attempt, PAUSE_MAX_SECONDS)
            if time.monotonic() + pause > until:
                break
            time.sleep(pause)
        raise Unavailable(f"{method} {path}", headers.get("Idempotency-Key"))

    def _try_once(self, method, path, headers):
        """The status, the body and the seconds of Retry-After; the status 0 stands for a lost answer."""
        request = urllib.request.Request(self._url + path, method=method, headers=self._headers | headers)
        try:
            with open_url(request) as response:
                is_json = "json" in response.headers.get("Content-Type", "")
                text = response.read().decode()
                retry_after = response.headers.get("Retry-After", "")
                return (
                    response.status,
                    json.loads(text) if is_json else {"text": text},
                    int(retry_after) if retry_after.isdecimal() else None,
                )
        except (OSError, http.client.HTTPException):
            # The connection was lost, or the time was over: perhaps before the shop acted, perhaps after.
            return 0, {}, None


def open_url(request):
    try:
        return urllib.request.urlopen(request, timeout=ANSWER_SECONDS)
    except urllib.error.HTTPError as refused:
        return refused


def is_temporary(status, answer):
    """Whether the same call with the same key may get another answer."""
    code = answer.get("code")
    return (
        status in (0, 202, 429)
        or (status in (502, 503, 504) and code != "attempt-superseded")
        or code == "request-in-progress"
    )


def sell(shop, user, basket):
    """Sells a basket, a dictionary of quantities by item: the order once it is paid. Rejected says why it is not."""
    order = shop.post(f"/orders/create/{user}")["order_id"]
    for item, quantity in basket.items():
        shop.post(f"/orders/addItem/{order}/{item}/{quantity}")
    shop.post(f"/orders/checkout/{order}", wait=OUTCOME_SECONDS)
    return shop.get(f"/orders/find/{order}")


def cancel(shop, order):
    """Takes a sale back: the stock is returned, and the money refunded."""
    return shop.post(f"/orders/cancel/{order}", wait=OUTCOME_SECONDS)["status"]


def main():
    shop = Shop(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000", os.environ.get("CARTWRIGHT_KEY"))
    user = shop.post("/payment/create_user")["user_id"]
    shop.post(f"/payment/add_funds/{user}/200")
    item = shop.post("/stock/item/create/30")["item_id"]
    shop.post(f"/stock/add/{item}/5")

    def credit():
        return shop.get(f"/payment/find_user/{user}")["credit"]

    order = sell(shop, user, {item: 2})
    print(f"sold: order {order['order_id']} is {order['status']}, credit {credit()}")
    try:
        sell(shop, user, {item: 4})
    except Rejected as no:
        print(f"not sold: {no.code}, credit {credit()}")
    status = cancel(shop, order["order_id"])
    print(f"cancelled: order {order['order_id']} is {status}, credit {credit()}")


if __name__ == "__main__":
    main()
