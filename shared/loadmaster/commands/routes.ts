import * as z from 'zod/mini';
import type { LoadMasterSession } from '#loadmaster/client.ts';
import { listIn, text } from '#loadmaster/fields.ts';
import { writeAndReadBack } from '#loadmaster/read-back.ts';

/** An additional route. @see LoadMaster Interface Description, RESTful API, section 3.15.2 */
export interface Route {
  /** With its prefix, for example `10.2.0.0/16`. */
  readonly destination: string;
  readonly gateway: string;
}

const RouteElement = z.object({ destination: text, dest: text, gateway: text });

const RoutesReply = z.object({ route: listIn('route', RouteElement), routes: listIn('route', RouteElement) });

/** How the reply names its elements is not published: both spellings that the commands use are read. */
export const listRoutes = async (session: LoadMasterSession): Promise<readonly Route[]> => {
  const { route, routes } = await session.read('showroute', {}, RoutesReply);
  return [...route, ...routes].flatMap(({ destination, dest = destination, gateway }) =>
    dest === undefined || gateway === undefined ? [] : [{ destination: dest, gateway }],
  );
};

/** Throws LoadMasterError `not-taken` when the route is not there afterwards. */
export const addRoute = async (
  session: LoadMasterSession,
  { destination, gateway }: Route,
): Promise<void> => {
  await writeAndReadBack(
    session,
    'addroute',
    { dest: destination, gateway },
    {
      read: listRoutes,
      hasTaken: (routes) =>
        routes.some((route) => route.destination === destination && route.gateway === gateway),
    },
  );
};

/** Throws LoadMasterError `not-taken` when the route is still there. */
export const deleteRoute = async (session: LoadMasterSession, destination: string): Promise<void> => {
  await writeAndReadBack(
    session,
    'delroute',
    { dest: destination },
    {
      read: listRoutes,
      hasTaken: (routes) => routes.every((route) => route.destination !== destination),
    },
  );
};
