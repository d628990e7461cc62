// Reads what `simulation.replay.record` packs: a JSON text, then columns of whole numbers of variable length.

export const MOVES = Object.fromEntries(
  ["HOME", "ENTERS", "HANDED", "CALLED_BACK", "AGENT", "ASKED", "ASIDE", "PARTNER", "SOLUTION", "UNSEEN", "CLOSED",
    "HUNG_UP", "ENDS"].map((name, number) => [name, number]));

export async function unpacked(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  const whole = new Uint8Array(await new Response(stream).arrayBuffer());
  const length = new DataView(whole.buffer).getUint32(0, true);
  const record = JSON.parse(new TextDecoder().decode(whole.subarray(4, 4 + length)));
  record.columns = columnsFrom(whole, 4 + length, record.columns);
  addBeats(record);
  addSums(record);
  return record;
}

function columnsFrom(whole, place, lengths) {
  const columns = {};
  for (const [name, length] of Object.entries(lengths)) {
    const values = columns[name] = new Int32Array(length);
    for (let row = 0; row < length; row++) {
      let value = 0, shift = 0, byte;
      do {
        byte = whole[place++];
        value |= (byte & 127) << shift;
        shift += 7;
      } while (byte > 127);
      values[row] = value;
    }
  }
  return columns;
}

// 0, 1, 2, 3 ... stand for 0, -1, 1, -2 ...
function unsigned(value) {
  return value & 1 ? -(value + 1) / 2 : value / 2;
}

// Every beat with its own time and case, and all moves in the order of time.
function addBeats(record) {
  const { opened, beats, dt, code } = record.columns;
  const begins = record.begins = new Int32Array(opened.length + 1);
  const time = record.time = new Int32Array(dt.length);
  const whose = record.whose = new Int32Array(dt.length);
  let begin = 0, place = 0;
  opened.forEach((delta, number) => {
    begin += unsigned(delta);
    let now = begin;
    begins[number] = place;
    for (const last = place + beats[number]; place < last; place++) {
      time[place] = now += dt[place];
      whose[place] = number;
    }
  });
  begins[opened.length] = place;
  record.isMove = record.codes.map((said) => typeof said[0] === "number");
  const keys = new Float64Array(dt.length);
  let moves = 0;
  for (let beat = 0; beat < dt.length; beat++) {
    if (record.isMove[code[beat]]) keys[moves++] = time[beat] * 2 ** 24 + beat;
  }
  record.order = Int32Array.from(keys.subarray(0, moves).sort(), (key) => key % 2 ** 24);
}

// Times of what is about agents and strangers, summed up from their differences.
function addSums(record) {
  const summed = (deltas) => {
    let sum = 0;
    return deltas.map((delta) => (sum += delta));
  };
  record.numbers = summed(record.columns.customer.map(unsigned));
  record.dutyTime = summed(record.columns.duty_dt);
  record.reactionTime = summed(record.columns.reactions_dt).map((span) => (span + 1) * record.reactions_ticks);
}

// What is told of a case: time, who, to whom, what.
export function storyOf(record, number) {
  const told = [];
  for (let beat = record.begins[number]; beat < record.begins[number + 1]; beat++) {
    const code = record.columns.code[beat];
    if (!record.isMove[code]) {
      const [who, whom, text] = record.codes[code];
      told.push({ time: record.time[beat], who, whom, text });
    }
  }
  return told;
}
