using Countersign.Lab.Exercises.Progress;

namespace Countersign.WebConsole.Ports;

/// <summary>How far somebody is in the exercises, as it is kept from one day to the next.</summary>
internal interface IKeptProgress
{
    /// <summary>What is kept.</summary>
    LabProgress Read();

    /// <summary>Changes what is kept.</summary>
    void Change(Func<LabProgress, LabProgress> change);
}
