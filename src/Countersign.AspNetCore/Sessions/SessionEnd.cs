namespace Countersign.AspNetCore.Sessions;

/// <summary>How a session ended before its time.</summary>
internal enum SessionEnd
{
    /// <summary>It did not.</summary>
    None,

    /// <summary>The person signed out of it.</summary>
    SignedOut,

    /// <summary>Somebody else ended it, or it ended with its user.</summary>
    Revoked,

    /// <summary>The provider by which the person signed in says that it is over.</summary>
    Provider,
}

/// <summary>The words of the store for ends.</summary>
internal static class SessionEnds
{
    /// <summary>The word.</summary>
    public static string Word(this SessionEnd end) => end switch
    {
        SessionEnd.SignedOut => "signed-out",
        SessionEnd.Provider => "provider",
        _ => "revoked",
    };

    /// <summary>The end that a word means; one that this program does not know is no less an end.</summary>
    public static SessionEnd Of(string? word) => word switch
    {
        null => SessionEnd.None,
        "signed-out" => SessionEnd.SignedOut,
        "provider" => SessionEnd.Provider,
        _ => SessionEnd.Revoked,
    };
}
