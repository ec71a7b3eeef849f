// A line between browser and host that can be cut: every byte goes through, until `cut` drops all connections or `down` refuses new ones.
import { connect, createServer } from "node:net";

export const openLine = async (target) => {
  const { hostname, port } = new URL(target);
  const open = new Set();
  let refusing = false;
  const server = createServer((near) => {
    if (refusing) return near.destroy();
    const far = connect(Number(port), hostname);
    open.add(near);
    const end = () => {
      open.delete(near);
      near.destroy();
      far.destroy();
    };
    for (const s of [near, far]) s.on("error", end).on("close", end).setNoDelay(true);
    near.pipe(far).pipe(near);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const cut = () => [...open].forEach((s) => s.destroy());
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    cut,
    down: () => {
      refusing = true;
      cut();
    },
    up: () => (refusing = false),
    stop: async () => {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
