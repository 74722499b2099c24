/*
 * The back end of a shop that sells through Cartwright, with Node's own fetch only.
 *
 *     npx tsc && node built/shop.js [http://127.0.0.1:8000]
 *
 * It sells two units, fails to sell what is not there, and cancels the sale. Each step survives a lost answer and a busy
 * shop: a call keeps its Idempotency-Key over its retries, so that it takes effect once. A shop that asks for
 * credentials gets the key in the variable CARTWRIGHT_KEY.
 */
declare const process: { argv: string[]; env: Record<string, string | undefined> };

const triesMax = 8;
const patienceMs = 60_000;
const pauseMaxMs = 5_000;
const answerMs = 15_000;
const outcomeSeconds = 10;

export type OrderStatus = "open" | "processing" | "paid" | "failed" | "cancelling" | "cancelled";

/** An order, with the members that are used here. */
export interface Order {
  order_id: string;
  user_id: string;
  status: OrderStatus;
  reason: string | null;
  total_cost: number;
  items: [item: string, quantity: number][];
}

/** The answer of a checkout or a cancel. */
export interface Attempt {
  order_id: string;
  status: OrderStatus;
}

interface Problem {
  code: string;
  detail?: string;
}

/** The shop's answer is no. The code is stable; docs/errors has a page for each. */
export class Rejected extends Error {
  constructor(readonly code: string, detail = "") {
    super(`${code}: ${detail}`);
  }
}

/** No final answer came in time. A later call of the action with this key finds the outcome. */
export class Unavailable extends Error {
  constructor(call: string, readonly key: string | undefined) {
    super(`${call} has no final answer yet.`);
  }
}

export class Shop {
  readonly #url: string;
  readonly #headers: Record<string, string> = { Accept: "application/json" };

  constructor(url: string, credentials?: string) {
    this.#url = url.replace(/\/$/, "");
    if (credentials) {
      this.#headers.Authorization = `Bearer ${credentials}`;
    }
  }

  get<T>(path: string): Promise<T> {
    return this.#repeat<T>("GET", path, {});
  }

  /** An action. Without a key of the caller it gets one, and keeps it over its retries. */
  post<T>(path: string, options: { key?: string; wait?: number } = {}): Promise<T> {
    const headers: Record<string, string> = { "Idempotency-Key": options.key ?? crypto.randomUUID() };
    if (options.wait) {
      headers.Prefer = `wait=${options.wait}`;
    }
    return this.#repeat<T>("POST", path, headers);
  }

  async #repeat<T>(method: string, path: string, headers: Record<string, string>): Promise<T> {
    const until = Date.now() + patienceMs;
    for (let attempt = 0; attempt < triesMax; attempt++) {
      const { status, body, retryAfterMs } = await this.#tryOnce(method, path, headers);
      if (status === 200 || status === 204) {
        return body as T;
      }
      const problem = (body ?? {}) as Partial<Problem>;
      if (!isTemporary(status, problem.code)) {
        throw new Rejected(problem.code ?? `status-${status}`, problem.detail);
      }
      const pause = retryAfterMs ?? (0.5 + Math.random() / 2) * Math.min(200 * 2 ** attempt, pauseMaxMs);
      if (Date.now() + pause > until) {
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    throw new Unavailable(`${method} ${path}`, headers["Idempotency-Key"]);
  }

  /** The status 0 stands for a lost answer. */
  async #tryOnce(method: string, path: string, headers: Record<string, string>) {
    try {
      const response = await fetch(this.#url + path, {
        method,
        headers: { ...this.#headers, ...headers },
        signal: AbortSignal.timeout(answerMs),
      });
      const text = await response.text();
      const isJson = response.headers.get("Content-Type")?.includes("json");
      const seconds = Number(response.headers.get("Retry-After") ?? NaN);
      return {
        status: response.status,
        body: isJson ? (JSON.parse(text) as unknown) : undefined,
        retryAfterMs: Number.isFinite(seconds) ? seconds * 1_000 : undefined,
      };
    } catch {
      // The connection was lost, or the time was over: perhaps before the shop acted, perhaps after.
      return { status: 0 };
    }
  }
}

/** Whether the same call with the same key may get another answer. */
function isTemporary(status: number, code?: string): boolean {
  return [0, 202, 429].includes(status)
    || ([502, 503, 504].includes(status) && code !== "attempt-superseded")
    || code === "request-in-progress";
}

/** Sells a basket, quantities by item: the order once it is paid. Rejected says why it is not. */
export async function sell(shop: Shop, user: string, basket: Map<string, number>): Promise<Order> {
  const { order_id } = await shop.post<{ order_id: string }>(`/orders/create/${user}`);
  for (const [item, quantity] of basket) {
    await shop.post(`/orders/addItem/${order_id}/${item}/${quantity}`);
  }
  await shop.post<Attempt>(`/orders/checkout/${order_id}`, { wait: outcomeSeconds });
  return await shop.get<Order>(`/orders/find/${order_id}`);
}

/** Takes a sale back: the stock is returned, and the money refunded. */
export async function cancel(shop: Shop, order: string): Promise<OrderStatus> {
  return (await shop.post<Attempt>(`/orders/cancel/${order}`, { wait: outcomeSeconds })).status;
}

async function main(): Promise<void> {
  const shop = new Shop(process.argv[2] ?? "http://127.0.0.1:8000", process.env.CARTWRIGHT_KEY);
  const { user_id } = await shop.post<{ user_id: string }>("/payment/create_user");
  await shop.post(`/payment/add_funds/${user_id}/200`);
  const { item_id } = await shop.post<{ item_id: string }>("/stock/item/create/30");
  await shop.post(`/stock/add/${item_id}/5`);
  const credit = async () => (await shop.get<{ credit: number }>(`/payment/find_user/${user_id}`)).credit;

  const order = await sell(shop, user_id, new Map([[item_id, 2]]));
  console.log(`sold: order ${order.order_id} is ${order.status}, credit ${await credit()}`);
  try {
    await sell(shop, user_id, new Map([[item_id, 4]]));
  } catch (no) {
    if (!(no instanceof Rejected)) {
      throw no;
    }
    console.log(`not sold: ${no.code}, credit ${await credit()}`);
  }
  const status = await cancel(shop, order.order_id);
  console.log(`cancelled: order ${order.order_id} is ${status}, credit ${await credit()}`);
}

await main();
