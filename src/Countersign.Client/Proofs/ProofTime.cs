using System.Runtime.InteropServices;

namespace Countersign.Client.Proofs;

/// <summary>A moment by two clocks.</summary>
/// <param name="Ours">By ours.</param>
/// <param name="Ahead">How far the server's is believed to be ahead of it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ProofTime(DateTimeOffset Ours, TimeSpan Ahead)
{
    /// <summary>By the server's.</summary>
    public DateTimeOffset Theirs => Ours + Ahead;
}
