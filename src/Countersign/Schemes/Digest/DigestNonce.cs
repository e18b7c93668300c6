namespace Countersign.Schemes.Digest;

/// <summary>What a presented nonce is.</summary>
public enum DigestNonceState
{
    /// <summary>Not one of ours: of an earlier start, of another gateway or realm, or invented.</summary>
    Foreign,

    /// <summary>Ours, and past its life.</summary>
    Expired,

    /// <summary>Ours and good.</summary>
    Alive,
}

/// <summary>A presented nonce as read.</summary>
/// <param name="State">What it is.</param>
/// <param name="Expires">When it ends or ended; meaningless for a foreign one.</param>
/// <param name="IsAgeing">Whether it is alive and past half its life, so that a successor should be given.</param>
public readonly record struct DigestNonce(DigestNonceState State, DateTimeOffset Expires, bool IsAgeing);
