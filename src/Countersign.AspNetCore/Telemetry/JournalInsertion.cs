using System.Data.Common;
using System.Text.Json;
using Countersign.AspNetCore.Stores;
using Countersign.Decisions;

namespace Countersign.AspNetCore.Telemetry;

/// <summary>Writes entries with one statement that stays prepared: in a flood it is what the journal costs.</summary>
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

    private readonly DbCommand _command;
    private readonly DbParameter[] _parameters;

    /// <summary>A statement of a connection, prepared when it is used first.</summary>
    public JournalInsertion(DbConnection connection)
    {
        var names = _columns.Select(column => column.Column).ToList();
        _command = connection.CreateCommand();
        _command.CommandText = $"INSERT INTO refusals ({string.Join(", ", names)}) VALUES ({string.Join(", ", names.Select(name => "@" + name))})";
        _parameters = [.. names.Select(Parameter)];
    }

    /// <summary>Adds a row for each entry.</summary>
    public void Insert(DbTransaction transaction, IEnumerable<JournalEntry> entries)
    {
        _command.Transaction = transaction;
        foreach (var entry in entries)
        {
            for (var i = 0; i < _columns.Length; i++)
                _parameters[i].Value = Storable(_columns[i].Value(entry));
            _command.ExecuteNonQuery();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _command.Dispose();

    private static object Storable(object? value) => value is string text ? StorableText.Of(text) : value ?? DBNull.Value;

    private DbParameter Parameter(string name)
    {
        var parameter = _command.CreateParameter();
        parameter.ParameterName = "@" + name;
        _command.Parameters.Add(parameter);
        return parameter;
    }

    private static string Verdicts(JournalEntry entry) => JsonSerializer.Serialize(
        entry.Verdicts.IsDefault ? [] : [.. entry.Verdicts.Select(verdict => new StoredVerdict(verdict.Scheme, verdict.Refusal?.Row().Slug, verdict.Evidence))],
        StoreJson.Default.ImmutableArrayStoredVerdict);
}
