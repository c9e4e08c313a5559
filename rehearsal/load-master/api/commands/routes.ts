import { isIP } from 'node:net';
import { type Commands, changesUnit, reads } from '#rehearsal/load-master/api/command.ts';
import { listField } from '#rehearsal/load-master/api/list-field.ts';
import { data, done, missing, refused } from '#rehearsal/load-master/api/reply.ts';
import { withPrefix } from '#rehearsal/load-master/config/prefixed-address.ts';

/** @see LoadMaster API v2 documentation, "Additional Routes" */
export const ROUTE_COMMANDS: Commands = {
  showroute: reads((_call, { configuration, unit }) => {
    const routes = configuration.routes
      .all()
      .map(({ destination, gateway }) => ({ Destination: destination, Gateway: gateway }));
    return data(
      listField('Route', routes, unit.behaviour.singleElementLists),
      listField('Route', routes, 'array'),
    );
  }),

  addroute: changesUnit(({ parameters }, { configuration }) => {
    const dest = parameters.get('dest');
    const gateway = parameters.get('gateway');
    if (dest === undefined) return missing('dest');
    if (gateway === undefined) return missing('gateway');
    const destination = withPrefix(dest);
    if (destination === undefined || isIP(gateway) === 0) return refused('Invalid address');
    return configuration.routes.add({ destination, gateway }) ? done() : refused('Route already exists');
  }),

  delroute: changesUnit(({ parameters }, { configuration }) => {
    const dest = parameters.get('dest');
    if (dest === undefined) return missing('dest');
    const destination = withPrefix(dest);
    if (destination === undefined) return refused('Invalid address');
    return configuration.routes.delete(destination) ? done() : refused('Unknown route');
  }),
};
