using System.Runtime.InteropServices;
using Countersign.Client.Failures;

namespace Countersign.Client.Schemes;

/// <summary>How well a challenge can be answered.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Fitness
{
    private Fitness(int strength, Failure? why) => (Strength, Why) = (strength, why);

    /// <summary>How little a listener, or a server that is not the right one, wins by the answer: 0 to 100. Compared among the challenges of one answer (RFC 7616 §5.6).</summary>
    public int Strength { get; }

    /// <summary>Why it can't be answered, or must not; null when it can.</summary>
    public Failure? Why { get; }

    /// <summary>It can be answered.</summary>
    public static Fitness Of(int strength) => new(strength, null);

    /// <summary>It can't, or must not.</summary>
    public static Fitness None(FailureReason why, string? detail = null) => new(0, new(why, detail));

    /// <summary>It can't, or must not.</summary>
    public static Fitness None(Failure why) => new(0, why);
}
