package org.gradcl.gpu.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.gradcl.gpu.listing.Instruction.Kind;
import org.junit.jupiter.api.Test;

/** Lines as the vendors' tools print them, a few of each kind. */
class ParsersTest {
  private static final String PTXAS =
      """
      ptxas info    : 0 bytes gmem
      ptxas info    : Compiling entry function 'tile' for 'sm_90'
      ptxas info    : Function properties for tile
          48 bytes stack frame, 72 bytes spill stores, 64 bytes spill loads
      ptxas info    : Used 255 registers, 16384 bytes smem, 408 bytes cmem[0]
      """;

  private static final String SASS =
      """
      	.section	.text.other,"ax",@progbits
              /*0000*/                   FFMA R1, R2, R3, R4 ;
      	.section	.text.tile,"ax",@progbits
              .size           tile,(.L_x_3 - tile)
      tile:
              /*0000*/                   LDC R1, c[0x0][0x28] ;
              /*0010*/                   I2F.U32.RP R2, UR8 ;
              /*0020*/               @P0 BRA `(.L_x_1) ;
      .L_x_0:
              /*0030*/                   LDG.E.128.CONSTANT R4, desc[UR4][R2.64] ;
              /*0040*/              @!P1 LDG.E.CONSTANT R8, desc[UR4][R2.64] ;
              /*0050*/                   LDS.128 R12, [R9+UR5] ;
              /*0060*/                   LDS R16, [R9] ;
              /*0070*/                   FFMA.FTZ R17, R12, R16, R17 ;
              /*0080*/                   FFMA R18, R12, R16, R18 ;
              /*0090*/                   HMMA.1688.F32.TF32 R20, R4, R8, R20 ;
              /*00a0*/                   IMAD.HI.U32 R12, R13, UR7, RZ ;
              /*00b0*/                   STS.64 [R9], R4 ;
              /*00c0*/                   STL [R1], R4 ;
              /*00d0*/                   BAR.SYNC.DEFER_BLOCKING 0x0 ;
              /*00e0*/              @!P0 BRA `(.L_x_0) ;
      .L_x_1:
              /*00f0*/                   STG.E.128 desc[UR4][R2.64], R4 ;
              /*0100*/                   CALL.REL.NOINC `($tile$__cuda_sm20_div_s64) ;
              /*0110*/                   EXIT ;
      .L_x_2:
              /*0120*/                   BRA `(.L_x_2);
      .L_x_3:
      """;

  @Test
  void nvidia() {
    Listing listing = SassParser.parse("tile", SASS, PTXAS);
    assertThat(listing.registers()).isEqualTo(255);
    assertThat(listing.spilledBytes()).isEqualTo(136);
    assertThat(listing.scratchBytes()).isEqualTo(48);
    assertThat(listing.localBytes()).isEqualTo(16384);
    assertThat(listing.loops()).containsExactly(new Loop(3, 14));
    assertThat(listing.code())
        .extracting(Instruction::kind)
        .containsExactly(
            Kind.OTHER,
            Kind.DIVISION,
            Kind.OTHER,
            Kind.GLOBAL_LOAD,
            Kind.GLOBAL_LOAD,
            Kind.LOCAL_LOAD,
            Kind.LOCAL_LOAD,
            Kind.MULTIPLY_ADD,
            Kind.MULTIPLY_ADD,
            Kind.MATRIX,
            Kind.DIVISION,
            Kind.LOCAL_STORE,
            Kind.SCRATCH,
            Kind.BARRIER,
            Kind.OTHER,
            Kind.GLOBAL_STORE,
            Kind.DIVISION,
            Kind.OTHER,
            Kind.OTHER);
    assertThat(listing.code().subList(3, 7))
        .extracting(Instruction::bits)
        .containsExactly(128, 32, 128, 32);
    assertThat(listing.code().get(11).bits()).isEqualTo(64);
  }

  @Test
  void aKernelThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> SassParser.parse("absent", SASS, PTXAS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("absent");
  }

  private static final String GCN =
      """
      tile:                                   ; @tile
      ; %bb.0:
      	s_load_b128 s[4:7], s[2:3], 0x0
      	v_dual_mov_b32 v4, 0 :: v_dual_mov_b32 v3, 0
      	v_rcp_iflag_f32_e32 v1, v1
      .LBB0_1:                                ; =>This Inner Loop Header: Depth=1
      	global_load_b128 v[4:7], v[2:3], off
      	global_load_dword v8, v[2:3], off
      	ds_load_b128 v[12:15], v9
      	ds_load_2addr_b32 v[16:17], v9 offset1:4
      	v_dual_fmac_f32 v17, v12, v16 :: v_dual_fmac_f32 v18, v13, v16
      	v_dual_fmac_f32 v17, v12, v16 :: v_dual_mov_b32 v3, 0
      	v_pk_fma_f32 v[20:21], v[12:13], v[16:17], v[20:21]
      	v_fma_f32 v17, v12, v16, v17
      	v_mul_hi_u32 v48, v60, s13
      	ds_store_2addr_stride64_b32 v9, v4, v5 offset1:1
      	scratch_store_b128 off, v[4:7], s32
      	s_waitcnt lgkmcnt(0)
      	s_barrier
      	s_cbranch_scc0 .LBB0_1
      ; %bb.2:
      	global_store_b128 v[2:3], v[4:7], off
      	s_endpgm
      .Lfunc_end0:
      	.size	tile, .Lfunc_end0-tile
      ; NumVgprs: 94
      ; ScratchSize: 16
          .group_segment_fixed_size: 17920
          .sgpr_spill_count: 1
          .vgpr_spill_count: 2
          .wavefront_size: 32
      """;

  @Test
  void amd() {
    Listing listing = GcnParser.parse("tile", GCN);
    assertThat(listing.registers()).isEqualTo(94);
    assertThat(listing.spilledBytes()).isEqualTo(12);
    assertThat(listing.scratchBytes()).isEqualTo(16);
    assertThat(listing.localBytes()).isEqualTo(17920);
    assertThat(listing.lanes()).isEqualTo(32);
    assertThat(listing.loops()).containsExactly(new Loop(3, 16));
    assertThat(listing.code())
        .extracting(Instruction::kind)
        .containsExactly(
            Kind.OTHER,
            Kind.OTHER,
            Kind.DIVISION,
            Kind.GLOBAL_LOAD,
            Kind.GLOBAL_LOAD,
            Kind.LOCAL_LOAD,
            Kind.LOCAL_LOAD,
            Kind.MULTIPLY_ADD,
            Kind.MULTIPLY_ADD,
            Kind.MULTIPLY_ADD,
            Kind.MULTIPLY_ADD,
            Kind.DIVISION,
            Kind.LOCAL_STORE,
            Kind.SCRATCH,
            Kind.OTHER,
            Kind.BARRIER,
            Kind.OTHER,
            Kind.GLOBAL_STORE,
            Kind.OTHER);
    assertThat(listing.code().subList(3, 7))
        .extracting(Instruction::bits)
        .containsExactly(128, 32, 128, 32);
    assertThat(listing.code().subList(7, 11))
        .extracting(Instruction::multiplyAdds)
        .containsExactly(2, 1, 2, 1);
    assertThat(listing.code().get(12).bits()).isEqualTo(32);
  }

  private static final String XE =
      """
      //.kernel tile
      //.thread_config numGRF=256, numAcc=8, numSWSB=16
      //.spill size 224
      //.spill GRF est. ref count 52
      //.spill flag store 1

      _0_053:
      L0:
      (W)     mov (8|M0)               r5.0<1>:ud    r0.0<1;1,0>:ud                   {Compacted,A@1}    // $1
              mov (8|M0)               r6.0<1>:f     r5.0<1;1,0>:ud                   {A@1}              // $2
      _0_054:
              send.dc1 (8|M0)          r9       r4      null:0  0x0            0x024060FE           {A@2,$6} // wr:1+0, rd:4; untyped surface read with xyzw // $430
              send.dc1 (8|M0)          r9       r4      null:0  0x0            0x024060FE           {A@2,$6} // wr:1+0, rd:2; untyped surface read with xz // $431
              send.dc1 (8|M0)          r66      r2      null:0  0x0            0x02106E00           {A@1,$12} // wr:1+0, rd:1; untyped surface read with x // $326
              send.dc1 (8|M0)          r10      r2      null:0  0x0            0x044E41FF           {A@1,$12} // wr:2+0, rd:4; a64 dword gathering read // $327
              mad (8|M0)               r20.0<1>:f    r20.0<1;0>:f      r9.0<1;0>:f       r10.0<0>:f       {Compacted,F@1} // $500
              mad (8|M0)               r20.0<1>:d    r20.0<1;0>:d      r9.0<1;0>:d       r10.0<0>:d       {Compacted,F@1} // $501
              send.dc1 (8|M0)          null     r4      r46:4   0x0            0x020260FE           {A@4,$4} // wr:1+4, rd:0; untyped surface write with xyzw // $833
      (W)     send.dc0 (8|M0)          null     r127    r5:1    0x0            0x020943FF           {A@1} // wr:1h+1, rd:0; hword scratch block write x1 // $939
      (W)     send.slm (1|M0)          r2       r72     null:0  0x0            0x0210011F           {$4} // wr:1+0, rd:1; fence.slm.none.group // $427
      (W)     send.gtwy (1|M0)         null     r3      null:0  0x0            0x02000004           {A@2,$4} // wr:1+0, rd:0; signal barrier // $428
      (f1.0)  goto.b (8|M0)                        _0_055            _0_054                                // $790
      _0_055:
              send.dc1 (8|M0)          null     r4      r46:4   0x0            0x02026EFF           {A@4,$4} // wr:2+4, rd:0; a64 dword scattering write // $840
      """;

  private static final String MODULE =
      """
      @tile.a_tile = addrspace(3) global [2 x [1024 x float]] undef, section "localSLM", align 16
      @tile.scratch = internal addrspace(3) global [64 x float] undef, section "localSLM", align 4
      !137 = !{!"privateMemoryPerWI", i32 32}
      """;

  @Test
  void intel() {
    Listing listing = XeParser.parse(XE, "OCL_asm1_simd8_entry_0001.asm", MODULE);
    assertThat(listing.kernel()).isEqualTo("tile");
    assertThat(listing.lanes()).isEqualTo(8);
    assertThat(listing.registers()).isEqualTo(256);
    assertThat(listing.spilledBytes()).isEqualTo(224);
    assertThat(listing.scratchBytes()).isEqualTo(32);
    assertThat(listing.localBytes()).isEqualTo(8192 + 256);
    assertThat(listing.loops()).containsExactly(new Loop(2, 12));
    assertThat(listing.code())
        .extracting(Instruction::kind)
        .containsExactly(
            Kind.OTHER,
            Kind.DIVISION,
            Kind.LOCAL_LOAD,
            Kind.LOCAL_LOAD,
            Kind.GLOBAL_LOAD,
            Kind.GLOBAL_LOAD,
            Kind.MULTIPLY_ADD,
            Kind.OTHER,
            Kind.LOCAL_STORE,
            Kind.SCRATCH,
            Kind.OTHER,
            Kind.BARRIER,
            Kind.OTHER,
            Kind.GLOBAL_STORE);
    assertThat(listing.code().subList(2, 6))
        .extracting(Instruction::bits)
        .containsExactly(128, 32, 32, 128);
  }

  @Test
  void blocksOutOfOrderAreOneLoop() {
    String text =
        """
        k:                                      ; @k
        .LBB0_1:
        	v_fma_f32 v1, v1, v1, v1
        .LBB0_2:
        	v_fma_f32 v1, v1, v1, v1
        	s_cbranch_scc0 .LBB0_1
        	v_fma_f32 v1, v1, v1, v1
        	s_branch .LBB0_2
        	s_endpgm
        .Lfunc_end0:
        ; NumVgprs: 9
        ; ScratchSize: 0
            .group_segment_fixed_size: 0
            .wavefront_size: 64
        """;
    assertThat(GcnParser.parse("k", text).loops()).containsExactly(new Loop(0, 4));
  }
}
