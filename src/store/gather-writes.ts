import { Socket } from 'node:net';
import process from 'node:process';

/**
 * A connection to the database that sends together what is written in one go: the driver writes each message of a query
 * by itself, and each of these would be a call to the system.
 */
export function gatheringSocket(): Socket {
  const socket = new Socket();
  // Not before: connecting puts back the `write` that every socket has.
  return socket.once('connect', () => gatherWrites(socket));
}

function gatherWrites(socket: Socket): void {
  const { write } = socket;
  let isGathering = false;
  socket.write = (...message: unknown[]) => {
    if (!isGathering) {
      isGathering = true;
      socket.cork();
      process.nextTick(() => {
        isGathering = false;
        socket.uncork();
      });
    }
    return Reflect.apply(write, socket, message);
  };
}
