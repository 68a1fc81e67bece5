using Kunskapsstyrning.Adapters.Sdk;
using Xunit;

namespace Kunskapsstyrning.Adapters.TestKit;

/// <summary>
/// What every adapter must do, as xunit.v3 facts. An author inherits it in a test project, gives a sound delivery, and is done when the tests pass.
/// The checks themselves are <see cref="ConformanceChecks"/>; <c>kst adapter test</c> runs the same ones. Each fails with a <see cref="ConformanceException"/>.
/// </summary>
public abstract class AdapterConformance
{
    /// <summary>A fresh instance of the adapter.</summary>
    protected abstract IRegionAdapter NewAdapter();

    /// <summary>The layout of <see cref="SoundFiles"/>.</summary>
    protected abstract Mapping Mapping { get; }

    /// <summary>The delivery's month, <c>YYYY-MM</c>.</summary>
    protected abstract string Period { get; }

    /// <summary>The files of a delivery with at least two readable contacts. Broken rows may be among them.</summary>
    protected abstract IReadOnlyDictionary<string, byte[]> SoundFiles { get; }

    /// <summary>Bare name and content of a structure file with at least one LPO; null = structure is not checked.</summary>
    protected virtual (string Name, byte[] Content)? SoundStructure => null;

    /// <summary><see cref="ConformanceChecks.Id"/>.</summary>
    [Fact]
    public void Its_id_is_the_region_of_its_mapping() => Run(ConformanceChecks.Id);

    /// <summary><see cref="ConformanceChecks.Twice"/>.</summary>
    [Fact]
    public void Reading_twice_gives_the_same_rows() => Run(ConformanceChecks.Twice);

    /// <summary><see cref="ConformanceChecks.Order"/>.</summary>
    [Fact]
    public void Rows_come_once_each_in_order_and_units_first() => Run(ConformanceChecks.Order);

    /// <summary><see cref="ConformanceChecks.MissingFile"/>.</summary>
    [Fact]
    public void A_missing_file_is_refused_with_KST_201() => Run(ConformanceChecks.MissingFile);

    /// <summary><see cref="ConformanceChecks.EmptyFile"/>.</summary>
    [Fact]
    public void An_empty_file_is_refused() => Run(ConformanceChecks.EmptyFile);

    /// <summary><see cref="ConformanceChecks.RenamedColumn"/>.</summary>
    [Fact]
    public void A_renamed_column_is_refused_with_KST_202() => Run(ConformanceChecks.RenamedColumn);

    /// <summary><see cref="ConformanceChecks.MalformedRow"/>.</summary>
    [Fact]
    public void A_malformed_row_is_broken_and_the_others_are_read() => Run(ConformanceChecks.MalformedRow);

    /// <summary><see cref="ConformanceChecks.Cancelled"/>.</summary>
    [Fact]
    public void A_cancelled_read_stops() => Run(ConformanceChecks.Cancelled);

    /// <summary><see cref="ConformanceChecks.Structure"/>.</summary>
    [Fact]
    public void The_structure_file_gives_the_same_groups_each_time() => Run(ConformanceChecks.Structure);

    private void Run(ConformanceCheck check) =>
        check.Run(new() { NewAdapter = NewAdapter, Mapping = Mapping, Period = Period, SoundFiles = SoundFiles, SoundStructure = SoundStructure });
}
