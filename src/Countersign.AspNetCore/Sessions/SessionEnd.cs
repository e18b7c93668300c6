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
}

/// <summary>The words of the store for ends.</summary>
internal static class SessionEnds
{
    /// <summary>The word.</summary>
    public static string Word(this SessionEnd end) => end == SessionEnd.SignedOut ? "signed-out" : "revoked";

    /// <summary>The end that a word means; one that this program does not know is no less an end.</summary>
    public static SessionEnd Of(string? word) => word switch
    {
        null => SessionEnd.None,
        "signed-out" => SessionEnd.SignedOut,
        _ => SessionEnd.Revoked,
    };
}
