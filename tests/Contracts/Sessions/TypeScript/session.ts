// The README's session through openapi-fetch and the types that openapi-typescript has made. Prints a SessionReport.
import createClient from "openapi-fetch";
import type { components, paths } from "./shop.d.ts";

type Problem = components["schemas"]["Problem"];

declare const process: { argv: string[] };

const shop = createClient<paths>({
  baseUrl: process.argv[2]!.replace(/\/$/, ""),
  headers: { Accept: "application/json" },
});
const header = { Prefer: "wait=10" };

// The data of a success. The calls that also answer in text get JSON, because the client accepts nothing else.
function dataOf<T>(answer: { data?: T; error?: Problem }): Exclude<T, string> {
  if (answer.data === undefined || typeof answer.data === "string") {
    throw new Error(`${answer.error?.code}: ${answer.error?.detail}`);
  }
  return answer.data as Exclude<T, string>;
}

function problemOf(answer: { error?: Problem }): Problem {
  if (answer.error === undefined) {
    throw new Error("The call was expected to be rejected.");
  }
  return answer.error;
}

const { user_id } = dataOf(await shop.POST("/payment/create_user"));
const funded = dataOf(
  await shop.POST("/payment/add_funds/{user_id}/{amount}", {
    params: { path: { user_id, amount: 100 }, header: { "Idempotency-Key": crypto.randomUUID() } },
  }),
);
const { item_id } = dataOf(await shop.POST("/stock/item/create/{price}", { params: { path: { price: 30 } } }));
const stocked = dataOf(await shop.POST("/stock/add/{item_id}/{amount}", { params: { path: { item_id, amount: 5 } } }));
const { order_id } = dataOf(await shop.POST("/orders/create/{user_id}", { params: { path: { user_id } } }));
const added = dataOf(
  await shop.POST("/orders/addItem/{order_id}/{item_id}/{quantity}", {
    params: { path: { order_id, item_id, quantity: 2 } },
  }),
);
const attempt = dataOf(await shop.POST("/orders/checkout/{order_id}", { params: { path: { order_id }, header } }));
const found = dataOf(await shop.GET("/orders/find/{order_id}", { params: { path: { order_id } } }));
const { credit } = dataOf(await shop.GET("/payment/find_user/{user_id}", { params: { path: { user_id } } }));
const { stock } = dataOf(await shop.GET("/stock/find/{item_id}", { params: { path: { item_id } } }));

dataOf(await shop.POST("/payment/add_funds/{user_id}/{amount}", { params: { path: { user_id, amount: 1000 } } }));
const tooMany = dataOf(await shop.POST("/orders/create/{user_id}", { params: { path: { user_id } } }));
dataOf(
  await shop.POST("/orders/addItem/{order_id}/{item_id}/{quantity}", {
    params: { path: { order_id: tooMany.order_id, item_id, quantity: 4 } },
  }),
);
const failed = problemOf(
  await shop.POST("/orders/checkout/{order_id}", { params: { path: { order_id: tooMany.order_id }, header } }),
);
const refused = problemOf(
  await shop.POST("/stock/subtract/{item_id}/{amount}", { params: { path: { item_id, amount: 4 } } }),
);
const unknown = problemOf(
  await shop.GET("/orders/find/{order_id}", { params: { path: { order_id: "999999999999999999" } } }),
);

// A comparison with a code that the document does not have would not compile.
const failedCode: "out-of-stock" | "unexpected" = failed.code === "out-of-stock" ? failed.code : "unexpected";

console.log(
  JSON.stringify({
    funded: funded.credit,
    stocked: stocked.stock,
    total: added.total_cost,
    status: attempt.status,
    isPaid: found.paid,
    foundTotal: found.total_cost,
    lineCost: found.lines[0]?.cost,
    credit,
    stock,
    failedStatus: failed.status,
    failedCode,
    wanted: refused.wanted,
    available: refused.available,
    unknownCode: unknown.code,
  }),
);
