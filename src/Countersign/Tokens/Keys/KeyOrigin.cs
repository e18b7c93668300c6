namespace Countersign.Tokens.Keys;

/// <summary>Who gave the keys, and so which of them may be there.</summary>
public enum KeyOrigin
{
    /// <summary>Somebody published them: only public keys; one that shows its private part is in everybody's hands and is refused.</summary>
    Published,

    /// <summary>The operator's own file: secrets and private keys may stand in it.</summary>
    Own,
}
