using System.Data.Common;
using System.Text.Json;
using Countersign.AspNetCore.Stores;
using Countersign.Decisions;

namespace Countersign.AspNetCore.Telemetry;

/// <summary>Writes entries with one statement that stays prepared, or many at once where that can be: in a flood it is what the journal costs.</summary>
internal sealed class JournalInsertion : IDisposable
{
    // A prefix that the driver would have to guess at every row costs it more than the row.
    private static readonly (string Column, Func<JournalEntry, object?> Value)[] _columns =
    [
        ("reference", entry => entry.Reference),
        ("time", entry => entry.Time.ToUnixTimeMilliseconds()),
        ("reason", entry => entry.Refusal.Row().Slug),
        ("presented", entry => entry.CredentialsPresented ? 1L : 0L),
        ("status", entry => entry.Status),
        ("method", entry => entry.Method),
        ("url_scheme", entry => entry.UrlScheme),
        ("authority", entry => entry.Authority),
        ("path", entry => entry.Path),
        ("route", entry => entry.Route),
        ("client", entry => entry.ClientAddress),
        ("scheme", entry => entry.Scheme),
        ("subject", entry => entry.Subject),
        ("verdicts", Verdicts),
        ("challenges", entry => TextList.Write(entry.Challenges)),
    ];

    private static readonly string Sql =
        $"INSERT INTO refusals ({string.Join(", ", _columns.Select(column => column.Column))}) VALUES ({string.Join(", ", _columns.Select(column => "@" + column.Column))})";

    private readonly DbConnection _connection;
    private readonly DbCommand _command;
    private readonly DbParameter[] _parameters;

    /// <summary>A statement of a connection, prepared when it is used first.</summary>
    public JournalInsertion(DbConnection connection)
    {
        _connection = connection;
        _command = connection.CreateCommand();
        _command.CommandText = Sql;
        _parameters = [.. _columns.Select(column => Parameter(column.Column))];
        _command.Parameters.AddRange(_parameters);
    }

    /// <summary>Adds a row for each entry.</summary>
    public void Insert(DbTransaction transaction, IEnumerable<JournalEntry> entries)
    {
        if (_connection.CanCreateBatch)
            InsertTogether(transaction, entries);
        else
            InsertEach(transaction, entries);
    }

    /// <inheritdoc/>
    public void Dispose() => _command.Dispose();

    /// <summary>In one round trip: to another machine they are what takes the time.</summary>
    private void InsertTogether(DbTransaction transaction, IEnumerable<JournalEntry> entries)
    {
        using var batch = _connection.CreateBatch();
        batch.Transaction = transaction;
        foreach (var entry in entries)
        {
            var row = batch.CreateBatchCommand();
            row.CommandText = Sql;
            foreach (var (column, value) in _columns)
            {
                var parameter = Parameter(column);
                parameter.Value = Storable(value(entry));
                row.Parameters.Add(parameter);
            }

            batch.BatchCommands.Add(row);
        }

        if (batch.BatchCommands.Count == 0)
            return;
        batch.Prepare(); // once for a connection: the rows are alike
        batch.ExecuteNonQuery();
    }

    private void InsertEach(DbTransaction transaction, IEnumerable<JournalEntry> entries)
    {
        _command.Transaction = transaction;
        foreach (var entry in entries)
        {
            for (var i = 0; i < _columns.Length; i++)
                _parameters[i].Value = Storable(_columns[i].Value(entry));
            _command.ExecuteNonQuery();
        }
    }

    private static object Storable(object? value) => value is string text ? StorableText.Of(text) : value ?? DBNull.Value;

    private DbParameter Parameter(string name)
    {
        var parameter = _command.CreateParameter();
        parameter.ParameterName = "@" + name;
        return parameter;
    }

    private static string Verdicts(JournalEntry entry) => JsonSerializer.Serialize(
        entry.Verdicts.IsDefault ? [] : [.. entry.Verdicts.Select(verdict => new StoredVerdict(verdict.Scheme, verdict.Refusal?.Row().Slug, verdict.Evidence))],
        StoreJson.Default.ImmutableArrayStoredVerdict);
}
