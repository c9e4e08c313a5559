import { describe, expect, it } from 'vitest';
import { DONE_V2, dataXml, makeBothWires, readXml, refusal } from './both-wires.ts';

const ROUTE = { dest: '10.20.0.0/16', gateway: '10.0.1.1' };

const withRoute = (...options: Parameters<typeof makeBothWires>) => {
  const unit = makeBothWires(...options);
  unit.v2('addroute', ROUTE);
  return unit;
};

describe('additional routes', () => {
  it('as the published sample shows them', () => {
    const { v1, v2 } = makeBothWires();
    expect(v2('addroute', { dest: '10.20.0.1', gateway: '10.0.1.1' }).json).toEqual(DONE_V2);
    expect(v2('showroute').json).toEqual({
      code: 200,
      Route: [{ Destination: '10.20.0.1/32', Gateway: '10.0.1.1' }],
      status: 'ok',
    });
    expect(readXml(v1('showroute').xml)).toEqual(
      dataXml('<Route><Destination>10.20.0.1/32</Destination><Gateway>10.0.1.1</Gateway></Route>'),
    );
  });

  it('none: no list at all', () => {
    const { v1, v2 } = makeBothWires();
    expect(v2('showroute').json).toEqual({ code: 200, status: 'ok' });
    expect(readXml(v1('showroute').xml)).toEqual(dataXml(''));
  });

  it('one, with single elements as objects; two are a list all the same', () => {
    const { v2 } = withRoute({ singleElementLists: 'object' });
    expect(v2('showroute').json.Route).toEqual({ Destination: '10.20.0.0/16', Gateway: '10.0.1.1' });
    v2('addroute', { dest: 'fd00::/8', gateway: 'fd00::1' });
    expect(v2('showroute').json.Route).toHaveLength(2);
  });

  it('go with delroute', () => {
    const { v2 } = withRoute();
    expect(v2('delroute', { dest: '10.20.0.0/16' }).json).toEqual(DONE_V2);
    expect(v2('showroute').json).not.toHaveProperty('Route');
  });

  it.each([
    { command: 'addroute', parameters: { gateway: '10.0.1.1' }, message: 'dest: String Value missing' },
    { command: 'addroute', parameters: { dest: '10.20.0.0/16' }, message: 'gateway: String Value missing' },
    { command: 'addroute', parameters: { ...ROUTE, dest: '10.20.0.0/33' }, message: 'Invalid address' },
    { command: 'addroute', parameters: { ...ROUTE, dest: '10.20.0.0/16/1' }, message: 'Invalid address' },
    { command: 'addroute', parameters: { ...ROUTE, gateway: 'router' }, message: 'Invalid address' },
    { command: 'addroute', parameters: ROUTE, message: 'Route already exists' },
    { command: 'delroute', parameters: {}, message: 'dest: String Value missing' },
    { command: 'delroute', parameters: { dest: '10.20.0.0' }, message: 'Unknown route' },
    { command: 'delroute', parameters: { dest: 'x' }, message: 'Invalid address' },
  ])('$command refuses $parameters', ({ command, parameters, message }) => {
    expect(withRoute().v2(command, parameters).json).toEqual(refusal(message));
  });
});
