import { useId, useRef, useState, type JSX, type ReactNode } from "react";
import type { Definition } from "../../grid/settings";
import { useWords } from "../../words/words";
import { durationOf, inUnit, secondsOfDuration, units, wordsOf, type Around, type Field, type Source, type Unit } from "./fields";

type Of<K extends Field["is"]> = Extract<Field, { readonly is: K }>;
type Shared = { readonly around: Around; readonly onChange: (value: unknown) => void; readonly disabled: boolean };
type Input<K extends Field["is"]> = Shared & { readonly field: Of<K>; readonly value: unknown };

const labelOf = (field: Field, { t }: Around): string => t.admin.fields[(field.word ?? field.name) as keyof typeof t.admin.fields];
const hintOf = (field: Field, { t }: Around): string | null => (field.hint === undefined ? null : t.admin.hints[field.hint]);
const record = (value: unknown): Definition => (typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Definition) : {});
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** All fields of a definition, each with its label and hint. */
export const Fields = ({
  fields,
  value,
  around,
  disabled,
  onChange,
}: {
  readonly fields: readonly Field[];
  readonly value: Definition;
  readonly around: Around;
  readonly disabled: boolean;
  readonly onChange: (value: Definition) => void;
}): JSX.Element => (
  <>
    {fields.map((field) => (
      <FieldInput
        key={field.name}
        field={field}
        value={value[field.name]}
        around={around}
        disabled={disabled}
        onChange={(part) => onChange({ ...value, [field.name]: part })}
      />
    ))}
  </>
);

const FieldInput = ({ field, ...rest }: Shared & { readonly field: Field; readonly value: unknown }): JSX.Element => {
  switch (field.is) {
    case "text":
      return <TextInput field={field} {...rest} />;
    case "email":
    case "date":
      return <PlainInput field={field} {...rest} />;
    case "number":
      return <NumberInput field={field} {...rest} />;
    case "check":
      return <CheckInput field={field} {...rest} />;
    case "words":
      return <WordsInput field={field} {...rest} />;
    case "pick":
      return <PickInput field={field} {...rest} />;
    case "many":
      return <ManyInput field={field} {...rest} />;
    case "levels":
      return <LevelsInput field={field} {...rest} />;
    case "duration":
      return <DurationInput field={field} {...rest} />;
    case "texts":
      return <TextsInput field={field} {...rest} />;
    case "group":
      return <GroupInput field={field} {...rest} />;
    case "rows":
      return <RowsInput field={field} {...rest} />;
  }
};

/** A label with its input; the hint belongs to the input for those who hear the page. */
const Labelled = ({
  field,
  around,
  children,
}: {
  readonly field: Field;
  readonly around: Around;
  readonly children: (own: { readonly id: string; readonly "aria-describedby"?: string }) => ReactNode;
}) => {
  const [id, hintId] = [useId(), useId()];
  const hint = hintOf(field, around);
  return (
    <div className="admin-field">
      <label htmlFor={id}>
        {labelOf(field, around)}
        {field.required === true ? <span aria-hidden="true"> *</span> : null}
      </label>
      {children(hint === null ? { id } : { id, "aria-describedby": hintId })}
      {hint === null ? null : (
        <p className="hint" id={hintId}>
          {hint}
        </p>
      )}
    </div>
  );
};

/** Several inputs that are one field. */
const Grouped = ({ field, around, children }: { readonly field: Field; readonly around: Around; readonly children: ReactNode }) => {
  const id = useId();
  const hint = hintOf(field, around);
  return (
    <fieldset className="admin-group" aria-describedby={hint === null ? undefined : id}>
      <legend>{labelOf(field, around)}</legend>
      {hint === null ? null : (
        <p className="hint" id={id}>
          {hint}
        </p>
      )}
      {children}
    </fieldset>
  );
};

const TextInput = ({ field, value, around, disabled, onChange }: Input<"text">) => {
  const listId = useId();
  const same = { required: field.required ?? false, disabled, value: typeof value === "string" ? value : "" };
  return (
    <Labelled field={field} around={around}>
      {(own) =>
        field.long === true ? (
          <textarea rows={3} {...own} {...same} onChange={(e) => onChange(e.target.value)} />
        ) : (
          <>
            <input maxLength={500} {...own} {...same} {...(field.suggest === undefined ? {} : { list: listId })} onChange={(e) => onChange(e.target.value)} />
            {field.suggest === undefined ? null : <Suggestions id={listId} of={field.suggest} around={around} />}
          </>
        )
      }
    </Labelled>
  );
};

const Suggestions = ({ id, of, around }: { readonly id: string; readonly of: Source; readonly around: Around }) => (
  <datalist id={id}>
    {of(around).map((x) => (
      <option key={x.value} value={x.value}>
        {x.label}
      </option>
    ))}
  </datalist>
);

const PlainInput = ({ field, value, around, disabled, onChange }: Shared & { readonly field: Of<"email"> | Of<"date">; readonly value: unknown }) => (
  <Labelled field={field} around={around}>
    {(own) => (
      <input
        type={field.is}
        required={field.required ?? false}
        disabled={disabled}
        {...own}
        value={typeof value === "string" ? value : ""}
        onChange={(e) => onChange(e.target.value)}
      />
    )}
  </Labelled>
);

const NumberInput = ({ field, value, around, disabled, onChange }: Input<"number">) => (
  <Labelled field={field} around={around}>
    {(own) => (
      <input
        type="number"
        step="any"
        min={field.min}
        max={field.max}
        required={field.required ?? false}
        disabled={disabled}
        {...own}
        value={typeof value === "number" ? value : ""}
        onChange={(e) => onChange(e.target.value === "" ? undefined : Number(e.target.value))}
      />
    )}
  </Labelled>
);

const CheckInput = ({ field, value, around, disabled, onChange }: Input<"check">) => (
  <label className="check">
    <input type="checkbox" disabled={disabled} checked={value === true} onChange={(e) => onChange(e.target.checked)} />
    {labelOf(field, around)}
  </label>
);

/** What is typed stays as it is until the field is left, so that a comma can be typed. */
const WordsInput = ({ field, value, around, disabled, onChange }: Input<"words">) => {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <Labelled field={field} around={around}>
      {(own) => (
        <input
          disabled={disabled}
          {...own}
          placeholder={around.t.admin.commas}
          value={typed ?? list(value).join(", ")}
          onChange={(e) => {
            setTyped(e.target.value);
            onChange(wordsOf(e.target.value));
          }}
          onBlur={() => setTyped(null)}
        />
      )}
    </Labelled>
  );
};

const PickInput = ({ field, value, around, disabled, onChange }: Input<"pick">) => {
  const options = field.of(around);
  const now = value === undefined || value === null ? "" : String(value);
  return (
    <Labelled field={field} around={around}>
      {(own) => (
        <select
          required={field.required ?? false}
          disabled={disabled}
          {...own}
          value={now}
          onChange={(e) => onChange(e.target.value === "" ? undefined : e.target.value)}
        >
          {field.required === true && now !== "" ? null : <option value="">{around.t.admin.noChoice}</option>}
          {now === "" || options.some((x) => x.value === now) ? null : <option value={now}>{now}</option>}
          {options.map((x) => (
            <option key={x.value} value={x.value}>
              {x.label}
            </option>
          ))}
        </select>
      )}
    </Labelled>
  );
};

const ManyInput = ({ field, value, around, disabled, onChange }: Input<"many">) => {
  const chosen = list(value).map(String);
  const known = field.of(around);
  // What is chosen and no longer there stays visible, or nobody could take it away.
  const options = [...known, ...chosen.filter((x) => !known.some((k) => k.value === x)).map((x) => ({ value: x, label: x }))];
  const toggle = (one: string, on: boolean) => {
    const next = on ? [...chosen, one] : chosen.filter((x) => x !== one);
    onChange(field.numbers === true ? next.map(Number) : next);
  };
  return (
    <Grouped field={field} around={around}>
      <div className="admin-many">
        {options.map((x) => (
          <label key={x.value} className="check">
            <input type="checkbox" disabled={disabled} checked={chosen.includes(x.value)} onChange={(e) => toggle(x.value, e.target.checked)} />
            {x.label}
          </label>
        ))}
        {options.length === 0 ? <p className="hint">{around.t.admin.nothingToChoose}</p> : null}
      </div>
    </Grouped>
  );
};

const LevelsInput = ({ field, value, around, disabled, onChange }: Input<"levels">) => {
  const levels = record(value);
  const known = field.of(around);
  const options = [
    ...known,
    ...Object.keys(levels)
      .filter((x) => !known.some((k) => k.value === x))
      .map((x) => ({ value: x, label: x })),
  ];
  return (
    <Grouped field={field} around={around}>
      <div className="admin-many">
        {options.map((x) => (
          <label key={x.value} className="admin-level">
            <span>{x.label}</span>
            <input
              type="number"
              min={field.min}
              max={field.max}
              disabled={disabled}
              value={typeof levels[x.value] === "number" ? String(levels[x.value]) : ""}
              onChange={(e) => onChange({ ...levels, [x.value]: e.target.value === "" ? undefined : Number(e.target.value) })}
            />
          </label>
        ))}
        {options.length === 0 ? <p className="hint">{around.t.admin.nothingToChoose}</p> : null}
      </div>
    </Grouped>
  );
};

const DurationInput = ({ field, value, around, disabled, onChange }: Input<"duration">) => {
  const seconds = secondsOfDuration(value);
  const shown = seconds === null ? null : inUnit(seconds);
  const [picked, setPicked] = useState<Unit | null>(null);
  const unit = picked ?? shown?.unit ?? "minutes";
  const factor = seconds === null || shown === null ? null : inThe(unit, seconds);
  const label = labelOf(field, around);
  return (
    <Labelled field={field} around={around}>
      {(own) => (
        <span className="admin-duration">
          <input
            type="number"
            min={0}
            step="any"
            disabled={disabled}
            required={field.required ?? false}
            {...own}
            value={factor ?? ""}
            onChange={(e) => onChange(e.target.value === "" ? undefined : durationOf(Number(e.target.value), unit))}
          />
          <select
            aria-label={`${label}: ${around.t.admin.unit}`}
            disabled={disabled}
            value={unit}
            onChange={(e) => {
              const next = e.target.value as Unit;
              setPicked(next);
              if (factor !== null) onChange(durationOf(factor, next));
            }}
          >
            {units.map((u) => (
              <option key={u} value={u}>
                {around.t.admin.units[u]}
              </option>
            ))}
          </select>
        </span>
      )}
    </Labelled>
  );
};

const inThe = (unit: Unit, seconds: number): number => seconds / (secondsOfDuration(durationOf(1, unit)) ?? 1);

const TextsInput = ({ field, value, around, disabled, onChange }: Input<"texts">) => {
  const texts = Object.entries(record(value));
  const rows = texts.map(([language, text]) => ({ language, text }));
  const put = (next: readonly Definition[]) => onChange(Object.fromEntries(next.map((row) => [String(row["language"] ?? ""), row["text"] ?? ""])));
  return (
    <Rows
      field={field}
      around={around}
      disabled={disabled}
      rows={rows}
      fresh={{ language: ["en", "ms"].find((x) => !texts.some(([known]) => known === x)) ?? "", text: "" }}
      fields={() => [
        { name: "language", is: "text", required: true },
        { name: "text", is: "text", long: true, required: true },
      ]}
      onRows={put}
    />
  );
};

const GroupInput = ({ field, value, around, disabled, onChange }: Input<"group">) => (
  <Grouped field={field} around={around}>
    <div className="admin-grid">
      <Fields fields={field.fields} value={record(value)} around={around} disabled={disabled} onChange={onChange} />
    </div>
  </Grouped>
);

const RowsInput = ({ field, value, around, disabled, onChange }: Input<"rows">) => {
  const rows = list(value).map(record);
  const { led } = field;
  const put = (next: readonly Definition[]) =>
    onChange(led === undefined || next.length !== rows.length ? next : next.map((row, i) => (row[led] === rows[i]?.[led] ? row : { [led]: row[led] })));
  return <Rows field={field} around={around} disabled={disabled} rows={rows} fresh={field.fresh} fields={field.fields} onRows={put} />;
};

const Rows = ({
  field,
  around,
  disabled,
  rows,
  fresh,
  fields,
  onRows,
}: {
  readonly field: Field;
  readonly around: Around;
  readonly disabled: boolean;
  readonly rows: readonly Definition[];
  readonly fresh: Definition;
  readonly fields: (row: Definition) => readonly Field[];
  readonly onRows: (rows: readonly Definition[]) => void;
}) => {
  const { t } = useWords();
  const box = useRef<HTMLDivElement>(null);
  const add = () => {
    onRows([...rows, fresh]);
    // The new row's first input, once it is there.
    setTimeout(() => box.current?.querySelector<HTMLElement>(":scope > .admin-row:last-of-type :is(input, select, textarea)")?.focus(), 0);
  };
  const remove = (at: number) => {
    onRows(rows.filter((_, i) => i !== at));
    box.current?.querySelector<HTMLElement>(":scope > button")?.focus();
  };
  const label = labelOf(field, around);
  return (
    <Grouped field={field} around={around}>
      <div ref={box} className="admin-rows">
        {rows.map((row, i) => (
          <div key={i} className="admin-row" role="group" aria-label={`${label} ${i + 1}`}>
            <div className="admin-grid">
              <Fields
                fields={fields(row)}
                value={row}
                around={around}
                disabled={disabled}
                onChange={(part) => onRows(rows.map((old, n) => (n === i ? part : old)))}
              />
            </div>
            {disabled ? null : (
              <button type="button" className="link" onClick={() => remove(i)}>
                {t.admin.remove} <span className="hidden">{`${label} ${i + 1}`}</span>
              </button>
            )}
          </div>
        ))}
        {disabled ? null : (
          <button type="button" onClick={add}>
            {t.admin.add} <span className="hidden">{label}</span>
          </button>
        )}
      </div>
    </Grouped>
  );
};
