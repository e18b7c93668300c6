using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Countersign.Decisions;

namespace Countersign.AspNetCore.Sessions;

/// <summary>A person as a provider described them at the sign-in, in the form of the store.</summary>
internal sealed record SubjectSnapshot
{
    public ImmutableArray<string> Groups { get; init; } = [];

    public ImmutableArray<string> Scopes { get; init; } = [];

    public ImmutableArray<string> Roles { get; init; } = [];

    public string? Email { get; init; }

    public string? Issuer { get; init; }

    public ImmutableDictionary<string, ImmutableArray<string>> Claims { get; init; } = ImmutableDictionary<string, ImmutableArray<string>>.Empty;

    public static string Write(Subject subject) => JsonSerializer.Serialize(
        new SubjectSnapshot
        {
            Groups = subject.Groups,
            Scopes = subject.Scopes,
            Roles = subject.Roles,
            Email = subject.Email,
            Issuer = subject.Claims?.Issuer,
            Claims = subject.Claims is SnapshotClaims claims ? claims.All : ImmutableDictionary<string, ImmutableArray<string>>.Empty,
        },
        SessionJson.Default.SubjectSnapshot);

    public static Subject Read(string name, string kind, string json)
    {
        var snapshot = JsonSerializer.Deserialize(json, SessionJson.Default.SubjectSnapshot) ?? new();
        return new(name)
        {
            Kind = kind,
            Groups = snapshot.Groups,
            Scopes = snapshot.Scopes,
            Roles = snapshot.Roles,
            Email = snapshot.Email,
            Claims = snapshot.Issuer is { } issuer ? new SnapshotClaims(issuer, snapshot.Claims) : null,
        };
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SubjectSnapshot))]
internal sealed partial class SessionJson : JsonSerializerContext;
