namespace Countersign.Tokens.Dpop;

/// <summary>What a presented nonce is.</summary>
public enum DpopNonceState
{
    /// <summary>Not one of ours: of an earlier start, of another server, or invented.</summary>
    Foreign,

    /// <summary>Ours, and past its life.</summary>
    Expired,

    /// <summary>Ours and good.</summary>
    Alive,
}

/// <summary>A presented nonce as read.</summary>
/// <param name="State">What it is.</param>
/// <param name="IsAgeing">Whether it is alive and past half its life, so that the answer should bring a successor (RFC 9449 §8.2).</param>
/// <param name="Ends">From when on it is past its life; of no meaning for a foreign one.</param>
public readonly record struct DpopNonce(DpopNonceState State, bool IsAgeing, DateTimeOffset Ends);
