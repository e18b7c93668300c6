namespace Countersign.AspNetCore.Stores;

/// <summary>By what a revocation means tokens.</summary>
public enum RevocationKind
{
    /// <summary>One token, by its name <c>jti</c>.</summary>
    Id,

    /// <summary>All tokens of a session, by <c>sid</c>.</summary>
    Session,

    /// <summary>All tokens about somebody, by <c>sub</c>, that were made until now.</summary>
    Subject,

    /// <summary>One token, by its hash.</summary>
    Token,
}

/// <summary>The kinds by their names in the store and in JSON.</summary>
public static class RevocationKinds
{
    /// <summary>All names, for whoever wrote another.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetValues<RevocationKind>().Select(kind => kind.Name())];

    /// <summary>The kind of a name; null when it is none.</summary>
    public static RevocationKind? Find(string name) => name switch
    {
        "jti" => RevocationKind.Id,
        "sid" => RevocationKind.Session,
        "subject" => RevocationKind.Subject,
        "token" => RevocationKind.Token,
        _ => null,
    };

    /// <summary>The name of a kind.</summary>
    public static string Name(this RevocationKind kind) => kind switch
    {
        RevocationKind.Id => "jti",
        RevocationKind.Session => "sid",
        RevocationKind.Subject => "subject",
        RevocationKind.Token => "token",
    };
}
