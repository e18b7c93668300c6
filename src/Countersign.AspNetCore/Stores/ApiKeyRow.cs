using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Countersign.Schemes.ApiKey;
using Dapper;

namespace Countersign.AspNetCore.Stores;

/// <summary>A key as the table has it.</summary>
internal sealed record ApiKeyRow(
    string Id, string Name, string Prefix, byte[] Hash, string Scopes, string? Owner, long Created, long? Expires, long? Revoked, long? LastUsed,
    string? Replaces, string? ReplacedBy)
{
    private const string Selection = """
        SELECT id, name, prefix, hash, scopes, owner, created, expires, revoked, last_used AS LastUsed, replaces,
            (SELECT later.id FROM api_keys later WHERE later.replaces = api_keys.id) AS ReplacedBy
        FROM api_keys
        """;

    /// <summary>All keys, the oldest first.</summary>
    public static IEnumerable<ApiKeyRow> All(DbConnection connection) => connection.Query<ApiKeyRow>(Selection + " ORDER BY created, id");

    public static ApiKeyRow? Find(DbConnection connection, DbTransaction transaction, string id) =>
        connection.QuerySingleOrDefault<ApiKeyRow>(Selection + " WHERE id = @id", new { id }, transaction);

    /// <summary>Makes a key with what the draft says of it; id and prefix are the key's own.</summary>
    public static NewApiKey Insert(DbConnection connection, DbTransaction transaction, ApiKeyRecord draft)
    {
        while (true)
        {
            var key = ApiKeyText.Create();
            var id = new string(ApiKeyText.IdOf(key));
            var record = draft with { Id = id, Prefix = ApiKeyText.Mark + id };
            var added = connection.Execute(
                """
                INSERT INTO api_keys (id, name, prefix, hash, scopes, owner, created, expires, replaces)
                VALUES (@Id, @Name, @Prefix, @Hash, @Scopes, @Owner, @Created, @Expires, @Replaces) ON CONFLICT (id) DO NOTHING
                """,
                new
                {
                    record.Id,
                    record.Name,
                    record.Prefix,
                    Hash = SHA256.HashData(Encoding.ASCII.GetBytes(key)),
                    Scopes = TextList.Write(record.Scopes),
                    record.Owner,
                    Created = record.Created.ToUnixTimeMilliseconds(),
                    Expires = record.Expires?.ToUnixTimeMilliseconds(),
                    record.Replaces,
                },
                transaction);

            // 62^8 ids: a second turn is a matter of centuries, and a wrong owner of a key would be for good.
            if (added == 1)
                return new(new Secret(key), record);
        }
    }

    /// <summary>Notes when keys were used last, of all in one statement: others wait until it is done.</summary>
    public static int MarkUsed(DbConnection connection, DbTransaction transaction, IReadOnlyList<(string Id, long At)> uses)
    {
        var values = new DynamicParameters();
        for (var i = 0; i < uses.Count; i++)
        {
            values.Add(string.Create(CultureInfo.InvariantCulture, $"Id{i}"), uses[i].Id);
            values.Add(string.Create(CultureInfo.InvariantCulture, $"At{i}"), uses[i].At);
        }

        var rows = string.Join(", ", Enumerable.Range(0, uses.Count).Select(i => string.Create(CultureInfo.InvariantCulture, $"(@Id{i}, @At{i})")));
        return connection.Execute(
            $"""
            WITH uses (id, used) AS (VALUES {rows})
            UPDATE api_keys SET last_used = uses.used FROM uses WHERE api_keys.id = uses.id AND coalesce(api_keys.last_used, 0) < uses.used
            """,
            values,
            transaction);
    }

    public ApiKeyRecord ToRecord() => new(Id, Name, Prefix)
    {
        Scopes = TextList.Read(Scopes),
        Owner = Owner,
        Created = DateTimeOffset.FromUnixTimeMilliseconds(Created),
        Expires = Time(Expires),
        Revoked = Time(Revoked),
        LastUsed = Time(LastUsed),
        Replaces = Replaces,
        ReplacedBy = ReplacedBy,
    };

    private static DateTimeOffset? Time(long? milliseconds) => milliseconds is { } value ? DateTimeOffset.FromUnixTimeMilliseconds(value) : null;
}
