using System.Globalization;
using Microsoft.Data.Sqlite;

namespace ConversationGrid.Demo.Shop;

/// <summary>The shop's own books. Knows accounts by what a subject proves, and gives nobody anything of another account.</summary>
public sealed class BackOfficeStore
{
    private readonly string _connection;
    private readonly TimeProvider _time;

    public BackOfficeStore(string file, TimeProvider time)
    {
        SQLitePCL.Batteries_V2.Init();
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        _connection = new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = 5 }.ToString();
        _time = time;
        Execute(
            """
            PRAGMA journal_mode = WAL;
            CREATE TABLE IF NOT EXISTS accounts (id TEXT PRIMARY KEY, external_id TEXT UNIQUE, email TEXT UNIQUE, name TEXT, balance_sen INTEGER);
            CREATE TABLE IF NOT EXISTS orders (id TEXT PRIMARY KEY, account TEXT, item TEXT, status TEXT, due TEXT, total_sen INTEGER);
            CREATE TABLE IF NOT EXISTS bookings (id TEXT PRIMARY KEY, account TEXT, what TEXT, day TEXT);
            CREATE TABLE IF NOT EXISTS changes (key TEXT PRIMARY KEY, account TEXT, booking TEXT, before TEXT, after TEXT, at TEXT);
            CREATE TABLE IF NOT EXISTS outbox (id INTEGER PRIMARY KEY, email TEXT, text TEXT, at TEXT);
            INSERT OR IGNORE INTO accounts VALUES ('a1', 'u-nur', 'nur@example.test', 'Nur', 12050), ('a2', 'u-nurul', 'nurul.h@example.my', 'Nurul Huda', 81240);
            INSERT OR IGNORE INTO orders VALUES ('1001', 'a1', 'Teak side table', 'packed', '2026-12-01', 45900), ('1002', 'a2', 'Sofa bed', 'delivered', '2026-11-10', 421050);
            INSERT OR IGNORE INTO bookings VALUES ('B-2001', 'a1', 'assembly of the teak side table', '2026-12-02'), ('B-2002', 'a2', 'curtain measuring', '2026-12-03');
            """);
    }

    /// <summary>The account that a subject proves; null if there is none.</summary>
    public string? AccountOf(string? subject)
    {
        var (kind, value) = subject?.Split(':', 2) is [var k, var v] ? (k, v) : ("", "");
        return kind switch
        {
            "external" => Scalar("SELECT id FROM accounts WHERE external_id = $a", value),
            "email" => Scalar("SELECT id FROM accounts WHERE email = $a", value.ToLowerInvariant()),
            _ => null,
        };
    }

    public bool HasEmail(string email) => Scalar("SELECT id FROM accounts WHERE email = $a", email.ToLowerInvariant()) is not null;

    public (string Item, string Status, string Due)? Order(string account, string id) =>
        Row("SELECT item, status, due FROM orders WHERE account = $a AND id = $b", account, id) is { } row ? (row[0], row[1], row[2]) : null;

    public (string What, string Day)? Booking(string account, string id) =>
        Row("SELECT what, day FROM bookings WHERE account = $a AND id = $b", account, id) is { } row ? (row[0], row[1]) : null;

    public long BalanceSen(string account) => long.Parse(
        Scalar("SELECT balance_sen FROM accounts WHERE id = $a", account) ?? "0", CultureInfo.InvariantCulture);

    /// <summary>Moves a booking once for each key; gives the day before and after, the same again for the same key; null if the account has no such
    /// booking.</summary>
    public (string Before, string After)? MoveBooking(string key, string account, string id, string day)
    {
        using var db = Open();
        using var transaction = db.BeginTransaction();
        if (Row(db, "SELECT before, after FROM changes WHERE key = $a AND account = $b", key, account) is { } done) return (done[0], done[1]);
        if (Row(db, "SELECT day FROM bookings WHERE account = $a AND id = $b", account, id) is not [var before]) return null;
        Execute(db, "UPDATE bookings SET day = $c WHERE account = $a AND id = $b", account, id, day);
        Execute(db, "INSERT INTO changes VALUES ($a, $b, $c, $d, $e, $f)", key, account, id, before, day, Now());
        transaction.Commit();
        return (before, day);
    }

    public void Send(string email, string text) => Execute("INSERT INTO outbox (email, text, at) VALUES ($a, $b, $c)", email.ToLowerInvariant(), text, Now());

    /// <summary>What was sent to an address, newest first.</summary>
    public IReadOnlyList<string> Outbox(string email)
    {
        using var db = Open();
        return Rows(db, "SELECT text FROM outbox WHERE email = $a ORDER BY id DESC LIMIT 20", email.ToLowerInvariant()).ConvertAll(row => row[0]);
    }

    /// <summary>The mails that were sent last, newest first: to whom and what.</summary>
    public IReadOnlyList<SentMail> LastSent()
    {
        using var db = Open();
        return Rows(db, "SELECT id, email, text FROM outbox ORDER BY id DESC LIMIT 20")
            .ConvertAll(row => new SentMail(long.Parse(row[0], CultureInfo.InvariantCulture), row[1], row[2]));
    }

    /// <summary>Every change that was made, oldest first: key, account, booking, before, after.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Changes()
    {
        using var db = Open();
        return Rows(db, "SELECT key, account, booking, before, after FROM changes ORDER BY at, key");
    }

    private string Now() => _time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);

    private SqliteConnection Open()
    {
        var db = new SqliteConnection(_connection);
        db.Open();
        return db;
    }

    private void Execute(string sql, params string[] values)
    {
        using var db = Open();
        Execute(db, sql, values);
    }

    private static void Execute(SqliteConnection db, string sql, params string[] values)
    {
        using var command = Command(db, sql, values);
        command.ExecuteNonQuery();
    }

    private string? Scalar(string sql, params string[] values) => Row(sql, values) is [var value, ..] ? value : null;

    private string[]? Row(string sql, params string[] values)
    {
        using var db = Open();
        return Row(db, sql, values);
    }

    private static string[]? Row(SqliteConnection db, string sql, params string[] values) => Rows(db, sql, values) is [var row, ..] ? row : null;

    private static List<string[]> Rows(SqliteConnection db, string sql, params string[] values)
    {
        using var command = Command(db, sql, values);
        using var reader = command.ExecuteReader();
        var rows = new List<string[]>();
        while (reader.Read())
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture) ?? "")]);
        return rows;
    }

    private static SqliteCommand Command(SqliteConnection db, string sql, string[] values)
    {
        var command = db.CreateCommand();
#pragma warning disable CA2100 // The texts are this file's own; values go as parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        for (var i = 0; i < values.Length; i++)
            command.Parameters.AddWithValue($"${(char)('a' + i)}", values[i]);
        return command;
    }
}

/// <summary>A mail that the demo would have sent.</summary>
public sealed record SentMail(long Id, string Email, string Text);
