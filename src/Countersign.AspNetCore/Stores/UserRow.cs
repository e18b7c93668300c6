using System.Collections.Immutable;
using System.Data.Common;
using Dapper;

namespace Countersign.AspNetCore.Stores;

/// <summary>A user as the table has it.</summary>
internal sealed record UserRow(string Name, string Hash, string Groups, string? Email, long Disabled, long Created)
{
    private const string Selection = "SELECT name, hash, groups, email, disabled, created FROM users";

    public static IEnumerable<UserRecord> All(DbConnection connection, DbTransaction? transaction = null) =>
        connection.Query<UserRow>(Selection, transaction: transaction).Select(row => row.ToRecord());

    public static UserRecord? Find(DbConnection connection, DbTransaction transaction, string name) =>
        connection.QuerySingleOrDefault<UserRow>(Selection + " WHERE name = @name", new { name }, transaction)?.ToRecord();

    /// <summary>Adds a user; false when there is one of this name.</summary>
    public static bool Insert(DbConnection connection, DbTransaction transaction, UserRecord user) => connection.Execute(
        "INSERT INTO users (name, hash, groups, email, disabled, created) VALUES (@Name, @Hash, @Groups, @Email, @Disabled, @Created) ON CONFLICT DO NOTHING",
        Of(user),
        transaction) == 1;

    /// <summary>Writes all but the name and the time of a user that is there; the user as it is kept.</summary>
    public static UserRecord Update(DbConnection connection, DbTransaction transaction, UserRecord user)
    {
        var row = Of(user);
        connection.Execute("UPDATE users SET hash = @Hash, groups = @Groups, email = @Email, disabled = @Disabled WHERE name = @Name", row, transaction);
        return row.ToRecord();
    }

    private static UserRow Of(UserRecord user) => new(
        user.Name, user.PasswordHash, TextList.Write(Once(user.Groups)), user.Email, user.Disabled ? 1 : 0, user.Created.ToUnixTimeMilliseconds());

    private static ImmutableArray<string> Once(ImmutableArray<string> groups) => groups.IsDefaultOrEmpty ? [] : [.. groups.Distinct(StringComparer.Ordinal)];

    public UserRecord ToRecord() => new(Name, Hash)
    {
        Groups = TextList.Read(Groups),
        Email = Email,
        Disabled = Disabled != 0,
        Created = DateTimeOffset.FromUnixTimeMilliseconds(Created),
    };
}
