namespace Countersign.Inspector.Findings;

/// <summary>What a change to a request does.</summary>
public enum RequestChangeKind
{
    /// <summary>Sets a field to a value.</summary>
    SetField,

    /// <summary>Takes a field off.</summary>
    RemoveField,

    /// <summary>Uses another address.</summary>
    SetUrl,

    /// <summary>Uses another method.</summary>
    SetMethod,

    /// <summary>Answers the challenge of a scheme, which is its name, with credentials that the caller has.</summary>
    Authenticate,

    /// <summary>The same towards a proxy.</summary>
    AuthenticateToProxy,
}
