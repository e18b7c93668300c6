namespace Countersign.WebConsole.Ports;

/// <summary>The schemes that a user's name and password are for.</summary>
internal enum UserScheme
{
    /// <summary>Whichever the server asks for.</summary>
    Any,

    /// <summary>Basic alone.</summary>
    Basic,

    /// <summary>Digest alone.</summary>
    Digest,
}
