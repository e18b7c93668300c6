namespace Countersign.AspNetCore.Stores;

/// <summary>What became of a reset link.</summary>
public enum ResetLinkState
{
    /// <summary>It can be used.</summary>
    Good,

    /// <summary>There is none such: it was used, a newer one took its place, or it never was one.</summary>
    Unknown,

    /// <summary>Its time is over.</summary>
    Expired,
}
