namespace Countersign.Inspector.Logs.Reading;

/// <summary>What a line of a log says of credentials in the request.</summary>
internal enum CredentialSign : byte
{
    /// <summary>Nothing: the format does not have it.</summary>
    Unsaid,

    /// <summary>None came.</summary>
    None,

    /// <summary>Some came.</summary>
    Presented,
}
