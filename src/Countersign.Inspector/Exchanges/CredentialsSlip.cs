namespace Countersign.Inspector.Exchanges;

/// <summary>What people and programs do to credentials by mistake.</summary>
public enum CredentialsSlip
{
    /// <summary>A placeholder that nothing was put in for: <c>undefined</c>, <c>null</c>, <c>${TOKEN}</c>, <c>&lt;token&gt;</c>.</summary>
    Placeholder,

    /// <summary>The scheme stands twice: <c>Bearer Bearer x</c>.</summary>
    DoubledScheme,

    /// <summary>Base64 of base64.</summary>
    DoubledEncoding,

    /// <summary>Quotes around the value.</summary>
    Quotes,

    /// <summary>A line end or white space at the end of the value, or of the password in it.</summary>
    TrailingWhitespace,

    /// <summary>White space within a token.</summary>
    InnerWhitespace,

    /// <summary>No scheme before the value: it looks like a token by itself.</summary>
    MissingScheme,

    /// <summary>Nothing behind the scheme.</summary>
    Empty,

    /// <summary>A Bearer token written as a parameter: <c>Bearer token=x</c>.</summary>
    Parameter,
}
