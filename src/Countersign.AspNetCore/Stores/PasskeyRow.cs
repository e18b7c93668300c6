using System.Data.Common;
using Dapper;
using Microsoft.AspNetCore.Identity;

namespace Countersign.AspNetCore.Stores;

/// <summary>A passkey as the store keeps it.</summary>
internal sealed record PasskeyRow(
    byte[] Id, string UserName, string Label, byte[] PublicKey, long SignCount, string Transports, long BackupEligible, long BackedUp, long Created, long? LastUsed)
{
    private const int OctetsOfShortId = 6;

    private const string Columns =
        "id, user_name AS UserName, label, public_key AS PublicKey, sign_count AS SignCount, transports, backup_eligible AS BackupEligible, backed_up AS BackedUp, created, last_used AS LastUsed";

    /// <summary>Enough of the id to tell a person's passkeys apart.</summary>
    public string ShortId => Convert.ToHexStringLower(Id.AsSpan(0, Math.Min(OctetsOfShortId, Id.Length)));

    /// <summary>The passkeys of a user, the oldest first.</summary>
    public static IEnumerable<PasskeyRow> Of(DbConnection connection, string user, DbTransaction? transaction = null) =>
        connection.Query<PasskeyRow>($"SELECT {Columns} FROM passkeys WHERE user_name = @User ORDER BY created, id", new { User = user }, transaction);

    /// <summary>The passkey with this id, whoever has it; null for none.</summary>
    public static PasskeyRow? Find(DbConnection connection, byte[] id) =>
        connection.QuerySingleOrDefault<PasskeyRow>($"SELECT {Columns} FROM passkeys WHERE id = @Id", new { Id = id });

    public FactorRecord ToFactor() => new(FactorKind.Passkey, DateTimeOffset.FromUnixTimeMilliseconds(Created))
    {
        Id = ShortId,
        Label = Label,
        LastUsed = LastUsed is { } used ? DateTimeOffset.FromUnixTimeMilliseconds(used) : null,
    };

    /// <summary>As the framework's handler takes it. What was said when it was made is not kept: nobody asks for it again.</summary>
    public UserPasskeyInfo ToInfo() => new(
        Id,
        PublicKey,
        DateTimeOffset.FromUnixTimeMilliseconds(Created),
        (uint)SignCount,
        [.. TextList.Read(Transports)],
        isUserVerified: true,
        BackupEligible != 0,
        BackedUp != 0,
        attestationObject: [],
        clientDataJson: [])
    {
        Name = Label,
    };
}
