using System.Diagnostics.CodeAnalysis;

namespace Countersign.Inspector.Assertions;

/// <summary>What failed is what a test asserts, and not the test: xunit.net tells it by the name of this interface, whosesoever it is.</summary>
[SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "xunit.net looks for this name.")]
public interface IAssertionException;
