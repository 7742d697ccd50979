// Reads a QR code (ISO/IEC 18004) that is drawn straight and clean, as a bot sends it: no camera, no noise, so neither
// perspective nor error correction is needed. Gives its text, or "" for anything else.

/** Blocks by version 1 to 20 and level (L M Q H): [number, data bytes] for one or two sizes. */
const BLOCKS = `
1,19|1,16|1,13|1,9;1,34|1,28|1,22|1,16;1,55|1,44|2,17|2,13;1,80|2,32|2,24|4,9;1,108|2,43|2,15,2,16|2,11,2,12;
2,68|4,27|4,19|4,15;2,78|4,31|2,14,4,15|4,13,1,14;2,97|2,38,2,39|4,18,2,19|4,14,2,15;
2,116|3,36,2,37|4,16,4,17|4,12,4,13;2,68,2,69|4,43,1,44|6,19,2,20|6,15,2,16;
4,81|1,50,4,51|4,22,4,23|3,12,8,13;2,92,2,93|6,36,2,37|4,20,6,21|7,14,4,15;4,107|8,37,1,38|8,20,4,21|12,11,4,12;
3,115,1,116|4,40,5,41|11,16,5,17|11,12,5,13;5,87,1,88|5,41,5,42|5,24,7,25|11,12,7,13;
5,98,1,99|7,45,3,46|15,19,2,20|3,15,13,16;1,107,5,108|10,46,1,47|1,22,15,23|2,14,17,15;
5,120,1,121|9,43,4,44|17,22,1,23|2,14,19,15;3,113,4,114|3,44,11,45|17,21,4,22|9,13,16,14;
3,107,5,108|3,41,13,42|15,24,5,25|15,15,10,16`.replaceAll(/\s/g, "").split(";").map((row) => row.split("|").map((cell) => cell.split(",").map(Number)));
/** Centres of the alignment patterns beside the first at 6, by version. */
const CENTRES = [
  [], [18], [22], [26], [30], [34], [22, 38], [24, 42], [26, 46], [28, 50], [30, 54], [32, 58], [34, 62],
  [26, 46, 66], [26, 48, 70], [26, 50, 74], [30, 54, 78], [30, 56, 82], [30, 58, 86], [34, 62, 90],
];
const LEVELS = [1, 0, 3, 2]; // the two bits of the format to the columns above
const MASKS = [
  (r, c) => (r + c) % 2, (r) => r % 2, (_, c) => c % 3, (r, c) => (r + c) % 3,
  (r, c) => (Math.floor(r / 2) + Math.floor(c / 3)) % 2, (r, c) => ((r * c) % 2) + ((r * c) % 3),
  (r, c) => (((r * c) % 2) + ((r * c) % 3)) % 2, (r, c) => (((r + c) % 2) + ((r * c) % 3)) % 2,
];
const SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

export function read(image) {
  const modules = sampled(image);
  if (!modules) return "";
  const size = modules.length;
  const format = MASK_OF_FORMAT ^ formatBits(modules);
  const level = LEVELS[format >> 13];
  const mask = MASKS[(format >> 10) & 7];
  const version = (size - 17) / 4;
  const bytes = codewords(modules, mask, version);
  const data = deinterleaved(bytes, BLOCKS[version - 1][level]);
  return text(data, version);
}

const MASK_OF_FORMAT = 0b101010000010010;

/** True and false by row and column; null if the picture is no code. */
function sampled({ data, width, height }) {
  const dark = (x, y) => {
    const at = 4 * (y * width + x);
    return data[at] + data[at + 1] + data[at + 2] < 384;
  };
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (!dark(x, y)) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
  }
  let finder = 0;
  while (left + finder <= right && dark(left + finder, top)) finder += 1;
  const size = Math.round(((right - left + 1) * 7) / finder);
  if (right - left < 20 || Math.abs(right - left - (bottom - top)) > finder / 7 + 1 || (size - 17) % 4 || size > 97) return null;
  const step = (right - left + 1) / size;
  const rows = Array.from({ length: size }, (_, r) => Array.from({ length: size }, (__, c) => dark(Math.floor(left + (c + 0.5) * step), Math.floor(top + (r + 0.5) * step))));
  const ring = [0, 6].every((r) => rows[r].slice(0, 7).every(Boolean)) && !rows[1][1] && rows[3][3];
  return ring ? rows : null;
}

function formatBits(modules) {
  const places = [0, 1, 2, 3, 4, 5, 7, 8].map((c) => [8, c]).concat([7, 5, 4, 3, 2, 1, 0].map((r) => [r, 8]));
  return places.reduce((bits, [r, c]) => (bits << 1) | Number(modules[r][c]), 0);
}

function reserved(size, version) {
  const centres = [6, ...CENTRES[version - 1]];
  const aligned = (r, c) => centres.some((a) => centres.some((b) => {
    const atFinder = (a === 6 && b === 6) || (a === 6 && b === size - 7) || (a === size - 7 && b === 6);
    return version > 1 && !atFinder && Math.abs(r - a) < 3 && Math.abs(c - b) < 3;
  }));
  return (r, c) =>
    (r < 9 && c < 9) || (r < 9 && c > size - 9) || (r > size - 9 && c < 9) || r === 6 || c === 6 || aligned(r, c) ||
    (version > 6 && ((r < 6 && c > size - 12) || (c < 6 && r > size - 12)));
}

function codewords(modules, mask, version) {
  const size = modules.length;
  const taken = reserved(size, version);
  const bits = [];
  let up = true;
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right = 5;
    for (let i = 0; i < size; i += 1) {
      const r = up ? size - 1 - i : i;
      for (const c of [right, right - 1]) if (!taken(r, c)) bits.push(modules[r][c] !== (mask(r, c) === 0));
    }
    up = !up;
  }
  const bytes = [];
  for (let i = 0; i + 8 <= bits.length; i += 8) bytes.push(bits.slice(i, i + 8).reduce((byte, bit) => (byte << 1) | Number(bit), 0));
  return bytes;
}

function deinterleaved(bytes, layout) {
  const lengths = [];
  for (let i = 0; i < layout.length; i += 2) lengths.push(...Array(layout[i]).fill(layout[i + 1]));
  const blocks = lengths.map(() => []);
  let at = 0;
  for (let i = 0; i < Math.max(...lengths); i += 1) {
    lengths.forEach((length, block) => {
      if (i < length) blocks[block].push(bytes[at++]);
    });
  }
  return blocks.flat();
}

function text(data, version) {
  let at = 0;
  const take = (count) => {
    let value = 0;
    for (let i = 0; i < count; i += 1, at += 1) value = (value << 1) | ((data[at >> 3] >> (7 - (at & 7))) & 1);
    return value;
  };
  const long = version > 9;
  const out = [];
  while (at + 4 <= data.length * 8) {
    const mode = take(4);
    if (mode === 4) {
      const raw = Array.from({ length: take(long ? 16 : 8) }, () => take(8));
      out.push(new TextDecoder().decode(Uint8Array.from(raw)));
    } else if (mode === 2) {
      let count = take(long ? 11 : 9);
      for (; count > 1; count -= 2) {
        const two = take(11);
        out.push(SIGNS[Math.floor(two / 45)], SIGNS[two % 45]);
      }
      if (count) out.push(SIGNS[take(6)]);
    } else if (mode === 1) {
      let count = take(long ? 12 : 10);
      for (; count > 2; count -= 3) out.push(String(take(10)).padStart(3, "0"));
      if (count) out.push(String(take(count === 2 ? 7 : 4)).padStart(count, "0"));
    } else if (mode === 7) {
      take(8); // the designator of a character set: UTF-8 in all that bots make
    } else {
      break;
    }
  }
  return out.join("");
}
